// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;

/**
 * Who is to blame where a provider cannot be loaded. The loader's error names a class at best, and never a jar: both
 * stand in the service files.
 *
 * @param provider the name of the class, or of the port
 * @param place where it comes from; empty where nobody can tell
 */
record Culprit(String provider, String place) {
    private static final String FILES = "META-INF/services/";

    /** For what a loader of providers of the port has thrown. */
    static Culprit of(Class<?> port, ClassLoader loader, Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        List<Culprit> named = new ArrayList<>();
        try {
            for (URL file : loader.resources(FILES + port.getName()).toList()) {
                String place = place(file.toString());
                // A file that cannot be read is named itself.
                if (message.contains(file.toString())) {
                    return new Culprit(port.getName(), place);
                }
                classes(file).stream()
                        .filter(name -> isNamed(name, message) || isThrownBy(name, loader, thrown))
                        .forEach(name -> named.add(new Culprit(name, place)));
            }
        } catch (IOException e) {
            return new Culprit(port.getName(), "");
        }
        // x.Tcp is part of x.TcpTransport.
        return named.stream()
                .max(Comparator.comparingInt(one -> one.provider().length()))
                .orElseGet(() -> new Culprit(port.getName(), ""));
    }

    /** For what a provider that is loaded has thrown. */
    static Culprit of(Class<?> provider) {
        String place = Optional.ofNullable(provider.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(location -> place(location.toString()))
                .orElse("");
        return new Culprit(provider.getName(), place);
    }

    Installed.Broken broken(Throwable thrown) {
        String remove = place.isEmpty() ? "remove its jar, or replace it" : "remove " + place + ", or replace it";
        if (thrown instanceof UnsupportedClassVersionError) {
            int java = Runtime.version().feature();
            return new Installed.Broken(
                    provider, "it is made for a newer Java than this one, " + java, "run a newer Java; or " + remove);
        }
        return new Installed.Broken(provider, reason(thrown), remove);
    }

    private static String reason(Throwable thrown) {
        if (!(thrown instanceof ServiceConfigurationError)) {
            return thrown.toString();
        }
        String message = String.valueOf(thrown.getMessage());
        String reason = message.substring(message.indexOf(": ") + 1).strip();
        return thrown.getCause() == null ? reason : reason + ": " + thrown.getCause();
    }

    private static boolean isNamed(String name, String message) {
        return message.contains(name) || message.contains(name.replace('.', '/'));
    }

    /** A superclass that is missing is named in the place of the class. */
    private static boolean isThrownBy(String name, ClassLoader loader, Throwable thrown) {
        try {
            Class.forName(name, false, loader);
            return false;
        } catch (ClassNotFoundException e) {
            return false;
        } catch (LinkageError e) {
            return e.toString().equals(thrown.toString());
        }
    }

    private static List<String> classes(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    /** Of {@code jar:file:/x.jar!/META-INF/services/y}, the jar; of a file in a folder, the folder. */
    private static String place(String url) {
        String place = url.replaceFirst("^jar:", "").replaceFirst("!?/?" + FILES + ".*", "");
        try {
            return Path.of(URI.create(place)).toString();
        } catch (RuntimeException e) {
            return place;
        }
    }
}
