// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The wires that are installed, and the choice among them. Immutable. */
public final class Wires {
    /** The agent's own, taken where nobody says another. */
    private static final String USUAL = "ttrpc";

    /** Where to get what this library knows of but may not have with it. */
    private static final Map<String, String> MODULES = Map.of("ttrpc", "ttrpc", "grpc", "agentctl-grpc");

    private final Installed<WireProvider> installed;

    private Wires(Installed<WireProvider> installed) {
        this.installed = installed;
    }

    /** A choice among these. */
    public Wires(List<? extends WireProvider> providers) {
        this(new Installed<>(List.copyOf(providers), List.of()));
    }

    /** Those that {@link java.util.ServiceLoader} finds, as {@link Installed#of(Class)} says. */
    public static Wires installed() {
        return new Wires(
                Installed.of(WireProvider.class, provider -> requireNonNull(provider.name(), "name() is null")));
    }

    /**
     * The wire of this name.
     *
     * @param name null for {@code ttrpc}, or else the first one that is installed
     * @throws IllegalStateException when it is not installed; the message lists those that are, and names the module
     */
    public WireProvider select(@Nullable String name) {
        String wanted = name == null ? USUAL : name;
        List<WireProvider> choice = installed.providers();
        for (WireProvider provider : choice) {
            if (provider.name().equals(wanted)) {
                return provider;
            }
        }
        if (name == null && !choice.isEmpty()) {
            return choice.get(0);
        }
        throw new IllegalStateException(notInstalled(wanted));
    }

    private String notInstalled(String wanted) {
        String module = MODULES.get(wanted);
        return "the wire '" + wanted + "' is not installed" + (module == null ? "" : " (module " + module + ")")
                + "; installed are: "
                + installed.providers().stream()
                        .map(WireProvider::name)
                        .sorted()
                        .collect(Collectors.joining(", "))
                + installed.broken().stream().map(one -> "; " + one).collect(Collectors.joining());
    }
}
