// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import static java.util.Objects.requireNonNull;

import io.github.agentctl.api.EndpointException;
import io.github.agentctl.api.Installed;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The transports that are installed, and the choice among them. Immutable. */
public final class Transports {
    /** Where to get what this library knows of but may not have with it. */
    private static final Map<String, String> MODULES = Map.of(
            "unix", "agentctl-transport-unix",
            "vsock", "agentctl-transport-vsock",
            "hvsock", "agentctl-transport-hybrid",
            "sim", "agentctl-simulator");

    private static final Map<String, String> PROVIDER_MODULES = Map.of(
            "jdk", "agentctl-transport-unix",
            "junixsocket", "agentctl-transport-unix",
            "jnr", "agentctl-transport-jnr");

    private final List<TransportProvider> providers;
    private final List<Installed.Broken> broken;

    /** A choice among these, in this order where nothing else decides. */
    public Transports(List<? extends TransportProvider> providers) {
        this(new Installed<>(List.copyOf(providers), List.of()));
    }

    private Transports(Installed<TransportProvider> installed) {
        providers = installed.providers();
        broken = installed.broken();
    }

    /** Those that {@link java.util.ServiceLoader} finds, as {@link Installed#of(Class)} says. */
    public static Transports installed() {
        return new Transports(Installed.of(TransportProvider.class, Transports::requireName));
    }

    private static void requireName(TransportProvider provider) {
        String name = requireNonNull(provider.name(), "name() is null");
        Set<String> schemes = Set.copyOf(provider.schemes());
        if (name.isEmpty() || schemes.isEmpty() || schemes.contains("")) {
            throw new IllegalStateException("it has no name, or no scheme");
        }
        provider.preference();
    }

    /** All that can be asked, whether they work on this machine or not. */
    public List<TransportProvider> providers() {
        return providers;
    }

    /** Those that were found, and cannot even be loaded. */
    public List<Installed.Broken> broken() {
        return broken;
    }

    /** What a provider says of itself; one that throws does not work. */
    @SuppressWarnings("NullAway") // A plug-in need not keep to what it promises.
    public static Availability availability(TransportProvider provider) {
        try {
            return requireNonNull(provider.availability(), "availability() is null");
        } catch (RuntimeException | LinkageError e) {
            return new Availability.Unavailable(
                    provider.getClass().getName() + " fails: " + e, "tell its author, or remove it");
        }
    }

    /** What a transport is wanted for. */
    public enum Purpose {
        /** To reach somebody. */
        CONNECT("connect to"),
        /** To be reached. */
        LISTEN("listen on");

        private final String words;

        Purpose(String words) {
            this.words = words;
        }
    }

    /** As {@link #select(Endpoint, String, Purpose)}, to connect. */
    public TransportProvider select(Endpoint endpoint, @Nullable String name) {
        return select(endpoint, name, Purpose.CONNECT);
    }

    /**
     * The transport for an endpoint.
     *
     * @param name the one the user wants; null to choose
     * @param purpose how the message of a failure is worded
     * @throws EndpointException when nobody knows the scheme, or the name; or the one of that name does not serve the
     *     endpoint. The message lists those that do
     * @throws TransportException when the transport is known but not installed, or does not work here
     */
    public TransportProvider select(Endpoint endpoint, @Nullable String name, Purpose purpose) {
        List<TransportProvider> fitting = new ArrayList<>();
        for (TransportProvider provider : serving(endpoint)) {
            if (name == null || provider.name().equals(name)) {
                int place = 0;
                while (place < fitting.size() && fitting.get(place).preference() >= provider.preference()) {
                    place++;
                }
                fitting.add(place, provider);
            }
        }
        if (fitting.isEmpty()) {
            throw name == null ? nobodyServes(endpoint, purpose) : namedDoesNot(endpoint, name, purpose);
        }
        for (TransportProvider provider : fitting) {
            if (availability(provider) instanceof Availability.Available) {
                return provider;
            }
        }
        throw notWorking(endpoint, fitting.get(0), purpose);
    }

    private List<TransportProvider> serving(Endpoint endpoint) {
        List<TransportProvider> serving = new ArrayList<>();
        for (TransportProvider provider : providers) {
            if (provider.schemes().contains(endpoint.scheme()) && provider.supports(endpoint)) {
                serving.add(provider);
            }
        }
        return serving;
    }

    private RuntimeException nobodyServes(Endpoint endpoint, Purpose purpose) {
        String module = MODULES.get(endpoint.scheme());
        if (module == null) {
            return new EndpointException(
                    endpoint.toString(),
                    "unknown scheme '" + endpoint.scheme() + "'; installed are: " + installedSchemes(purpose)
                            + brokenOnes());
        }
        return unavailable(
                endpoint,
                purpose,
                "the transport for '" + endpoint.scheme() + "' is not installed (module " + module
                        + "); installed are: " + installedSchemes(purpose) + brokenOnes());
    }

    private RuntimeException namedDoesNot(Endpoint endpoint, String name, Purpose purpose) {
        String names = names(serving(endpoint));
        String others = (names.isEmpty() ? "no transport that is installed serves it" : "it is served by " + names)
                + brokenOnes();
        if (providers.stream().anyMatch(provider -> provider.name().equals(name))) {
            return EndpointException.notServed(
                    endpoint.toString(),
                    "the transport '" + name + "' does not serve it; " + others + beneath(endpoint, name));
        }
        String module = PROVIDER_MODULES.get(name);
        if (module == null) {
            return EndpointException.notServed(endpoint.toString(), "unknown transport '" + name + "'; " + others);
        }
        return unavailable(
                endpoint, purpose, "the transport '" + name + "' is not installed (module " + module + "); " + others);
    }

    /** Where the name is that of a transport for the socket in between. */
    private String beneath(Endpoint endpoint, String name) {
        boolean isBeneath = endpoint instanceof Endpoint.Hybrid hybrid
                && serving(hybrid.socket()).stream().anyMatch(one -> one.name().equals(name));
        return isBeneath
                ? " (name none: for the hypervisor's socket beneath, the best that works here is taken by itself)"
                : "";
    }

    private static TransportException notWorking(Endpoint endpoint, TransportProvider provider, Purpose purpose) {
        String why = availability(provider) instanceof Availability.Unavailable no
                ? no.reason() + "; " + no.remedy()
                : "it became available just now; try again";
        return unavailable(endpoint, purpose, "transport '" + provider.name() + "': " + why);
    }

    private static TransportException unavailable(Endpoint endpoint, Purpose purpose, String why) {
        String message = "cannot " + purpose.words + " " + endpoint + ": " + why;
        return new TransportException(endpoint, Reason.UNAVAILABLE, message, null);
    }

    private static String names(List<TransportProvider> named) {
        return named.stream().map(TransportProvider::name).sorted().distinct().collect(Collectors.joining(", "));
    }

    private String brokenOnes() {
        return broken.stream().map(one -> "; " + one).collect(Collectors.joining());
    }

    /** Of the embedded agent there is nothing to listen on that anybody else could reach. */
    private String installedSchemes(Purpose purpose) {
        return providers.stream()
                .flatMap(provider -> provider.schemes().stream())
                .filter(scheme -> purpose == Purpose.CONNECT || !scheme.equals("sim"))
                .sorted()
                .distinct()
                .map(scheme -> scheme + ":")
                .collect(Collectors.joining(", "));
    }
}
