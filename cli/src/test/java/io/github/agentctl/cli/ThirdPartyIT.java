// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in the distribution is what its lists say, under licences that may be there. */
class ThirdPartyIT {
    private static final Set<String> ALLOWED = Set.of("Apache-2.0", "MIT", "BSD-3-Clause", "BSD-2-Clause", "ISC");
    private static final Pattern CLASSIFIER = Pattern.compile("classifier=([^&]+)");
    private static final Path HOME = Ran.distribution();

    /** Named where something was compiled with them; nothing that runs needs them. */
    private static final Set<String> NOT_SHIPPED = Set.of(
            "animal-sniffer-annotations",
            "annotations",
            "error_prone_annotations",
            "grpc-context",
            "j2objc-annotations",
            "jsr305",
            "listenablefuture",
            "proto-google-common-protos");

    /** Of both lists, each once: that of the command, and that of the gRPC wire, which lies apart. */
    private static List<JsonObject> components() throws IOException {
        Map<String, JsonObject> components = new TreeMap<>();
        for (String list : List.of("sbom.cdx.json", "lib/grpc/sbom.cdx.json")) {
            JsonParser.parseString(Files.readString(HOME.resolve(list)))
                    .getAsJsonObject()
                    .getAsJsonArray("components")
                    .forEach(
                            component -> components.put(jar(component.getAsJsonObject()), component.getAsJsonObject()));
        }
        return List.copyOf(components.values());
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }

    private static String jar(JsonObject component) {
        Matcher classifier = CLASSIFIER.matcher(text(component, "purl"));
        return text(component, "name") + "-" + text(component, "version")
                + (classifier.find() ? "-" + classifier.group(1) : "") + ".jar";
    }

    private static String line(JsonObject component) {
        return text(component, "group") + ":" + text(component, "name") + " " + licence(component);
    }

    private static String licence(JsonObject component) {
        JsonElement licences = component.get("licenses");
        assertThat(licences).as("licences of %s", jar(component)).isNotNull();
        assertThat(licences.getAsJsonArray())
                .as("licences of %s", jar(component))
                .hasSize(1);
        JsonObject licence = licences.getAsJsonArray().get(0).getAsJsonObject().getAsJsonObject("license");
        String id = text(licence, licence.has("id") ? "id" : "name");
        // As its list says.
        return text(component, "group").equals("org.jline") && id.equals("BSD-4-Clause") ? "BSD-3-Clause" : id;
    }

    private static List<JsonObject> ofOthers() throws IOException {
        return components().stream()
                .filter(component -> !text(component, "group").equals("io.github.agentctl"))
                .toList();
    }

    @Test
    void theSbomsNameEachJar() throws IOException {
        List<String> named = Stream.concat(
                        components().stream()
                                .filter(component -> !NOT_SHIPPED.contains(text(component, "name")))
                                .map(ThirdPartyIT::jar),
                        Stream.of("cli", "grpc")
                                .map(own -> "agentctl-" + own + "-" + System.getProperty("project.version") + ".jar"))
                .toList();
        try (Stream<Path> files = Files.walk(HOME.resolve("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jar")))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void theSbomHasAHashOfEachJar() throws IOException {
        assertThat(components()).allMatch(component -> component.has("hashes"));
    }

    @Test
    void theListNamesEachPartOfOthersWithItsLicence() throws IOException {
        List<String> listed = Files.readAllLines(HOME.resolve("THIRD-PARTY.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        // The module agentctl-picocli is compiled from its sources.
        assertThat(listed)
                .isEqualTo(Stream.concat(
                                ofOthers().stream().map(ThirdPartyIT::line),
                                Stream.of("info.picocli:picocli Apache-2.0"))
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    void eachLicenceIsAllowed() throws IOException {
        assertThat(ofOthers())
                .isNotEmpty()
                .allSatisfy(component -> assertThat(ALLOWED).contains(licence(component)));
    }
}
