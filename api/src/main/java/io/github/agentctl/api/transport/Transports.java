// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import io.github.agentctl.api.EndpointException;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
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

    /** A choice among these, in this order where nothing else decides. */
    public Transports(List<? extends TransportProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /** Those that {@link ServiceLoader} finds from the thread's context class loader. */
    public static Transports installed() {
        return new Transports(ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** All of them. */
    public List<TransportProvider> providers() {
        return providers;
    }

    /**
     * The transport for an endpoint.
     *
     * @param name the one the user wants; null to choose
     * @throws EndpointException when nobody knows the scheme; the message lists those installed
     * @throws TransportException when the transport is known but not installed, or does not work here
     */
    public TransportProvider select(Endpoint endpoint, @Nullable String name) {
        List<TransportProvider> fitting = providers.stream()
                .filter(provider -> name == null || provider.name().equals(name))
                .filter(provider -> provider.schemes().contains(endpoint.scheme()))
                .filter(provider -> provider.supports(endpoint))
                .sorted(Comparator.comparingInt(TransportProvider::preference).reversed())
                .toList();
        if (fitting.isEmpty()) {
            throw nothingFits(endpoint, name);
        }
        return fitting.stream()
                .filter(provider -> provider.availability() instanceof Availability.Available)
                .findFirst()
                .orElseThrow(() -> unavailable(endpoint, fitting.get(0)));
    }

    private RuntimeException nothingFits(Endpoint endpoint, @Nullable String name) {
        if (name != null) {
            return namedDoesNotFit(endpoint, name);
        }
        String module = MODULES.get(endpoint.scheme());
        if (module == null) {
            return new EndpointException(
                    endpoint.toString(),
                    "unknown scheme '" + endpoint.scheme() + "'; installed are: " + installedSchemes());
        }
        return new TransportException(
                endpoint,
                Reason.UNAVAILABLE,
                "cannot connect to " + endpoint + ": the transport for '" + endpoint.scheme()
                        + "' is not installed (module " + module + "); installed are: " + installedSchemes(),
                null);
    }

    private RuntimeException namedDoesNotFit(Endpoint endpoint, String name) {
        boolean installed =
                providers.stream().anyMatch(provider -> provider.name().equals(name));
        String module = PROVIDER_MODULES.get(name);
        if (installed) {
            return new EndpointException(endpoint.toString(), "the transport '" + name + "' does not serve it");
        }
        String names = providers.stream()
                .map(TransportProvider::name)
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
        String where = module == null ? "" : " (module " + module + ")";
        return new TransportException(
                endpoint,
                Reason.UNAVAILABLE,
                "cannot connect to " + endpoint + ": the transport '" + name + "' is not installed" + where
                        + "; installed are: " + names,
                null);
    }

    private static TransportException unavailable(Endpoint endpoint, TransportProvider provider) {
        String why = provider.availability() instanceof Availability.Unavailable no
                ? no.reason() + "; " + no.remedy()
                : "it became available just now; try again";
        return new TransportException(
                endpoint,
                Reason.UNAVAILABLE,
                "cannot connect to " + endpoint + ": transport '" + provider.name() + "': " + why,
                null);
    }

    private String installedSchemes() {
        return providers.stream()
                .flatMap(provider -> provider.schemes().stream())
                .sorted()
                .distinct()
                .map(scheme -> scheme + ":")
                .collect(Collectors.joining(", "));
    }
}
