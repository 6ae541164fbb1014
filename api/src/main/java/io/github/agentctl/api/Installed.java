// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What {@link ServiceLoader} finds of a port, and what it finds but cannot use: a plug-in that is broken takes nobody
 * else with it.
 *
 * @param <S> the port
 * @param providers those that can be used, in the order of the class path
 * @param broken those that cannot
 */
public record Installed<S>(List<S> providers, List<Broken> broken) {
    public Installed {
        providers = List.copyOf(providers);
        broken = List.copyOf(broken);
    }

    /**
     * A provider that cannot be used.
     *
     * @param provider the name of its class; of the port, where nobody can tell
     * @param reason what is wrong with it
     * @param remedy what to do about it; names its jar, where that is known
     */
    public record Broken(String provider, String reason, String remedy) {
        public Broken {
            requireNonNull(provider, "provider is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(remedy, "remedy is null");
        }

        /** {@code x.Provider cannot be used: REASON (REMEDY)}. */
        @Override
        public String toString() {
            return provider + " cannot be used: " + reason + " (" + remedy + ")";
        }
    }

    /**
     * Those that the thread's context class loader sees, and then those that the loader of this library sees: threads of
     * a pool or of a container may have any loader.
     *
     * @param port an interface that this module uses
     */
    public static <S> Installed<S> of(Class<S> port) {
        return of(port, provider -> {});
    }

    /**
     * As {@link #of(Class)}.
     *
     * @param trial asks a provider for what everybody will; one that throws is broken
     */
    public static <S> Installed<S> of(Class<S> port, Consumer<? super S> trial) {
        Map<Class<?>, S> providers = new LinkedHashMap<>();
        Set<Broken> broken = new LinkedHashSet<>();
        for (ClassLoader loader : loaders()) {
            Set<String> said = new HashSet<>();
            Iterator<S> found = ServiceLoader.load(port, loader).iterator();
            while (true) {
                try {
                    if (!found.hasNext()) {
                        break;
                    }
                    S provider = found.next();
                    if (!providers.containsKey(provider.getClass()) && works(provider, trial, broken)) {
                        providers.put(provider.getClass(), provider);
                    }
                } catch (ServiceConfigurationError | LinkageError e) {
                    // The loader goes on with the next one; where it says the same again, it does not.
                    if (!said.add(e.toString())) {
                        break;
                    }
                    broken.add(Culprit.of(port, loader, e).broken(e));
                }
            }
        }
        return new Installed<>(List.copyOf(providers.values()), List.copyOf(broken));
    }

    private static List<ClassLoader> loaders() {
        ClassLoader own = Installed.class.getClassLoader();
        ClassLoader threads = Thread.currentThread().getContextClassLoader();
        ClassLoader context = threads == null ? ClassLoader.getSystemClassLoader() : threads;
        for (ClassLoader loader = context; loader != null; loader = loader.getParent()) {
            if (loader.equals(own)) {
                return List.of(context);
            }
        }
        return List.of(context, own);
    }

    private static <S> boolean works(S provider, Consumer<? super S> trial, Set<Broken> broken) {
        try {
            trial.accept(provider);
            return true;
        } catch (RuntimeException | LinkageError e) {
            broken.add(Culprit.of(provider.getClass()).broken(e));
            return false;
        }
    }
}
