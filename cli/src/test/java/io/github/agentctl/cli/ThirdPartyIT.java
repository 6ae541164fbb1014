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
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What is in the distribution is what its lists say, under licences that may be there. */
class ThirdPartyIT {
    private static final Set<String> ALLOWED = Set.of("Apache-2.0", "MIT", "BSD-3-Clause", "BSD-2-Clause", "ISC");
    private static final Path HOME = Ran.distribution();

    private static List<JsonObject> components() throws IOException {
        JsonObject sbom = JsonParser.parseString(Files.readString(HOME.resolve("sbom.cdx.json")))
                .getAsJsonObject();
        return StreamSupport.stream(sbom.getAsJsonArray("components").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }

    private static String jar(JsonObject component) {
        return text(component, "name") + "-" + text(component, "version") + ".jar";
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
    void theSbomNamesEachJar() throws IOException {
        List<String> named = Stream.concat(
                        components().stream().map(ThirdPartyIT::jar),
                        Stream.of("agentctl-cli-" + System.getProperty("project.version") + ".jar"))
                .toList();
        try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
            assertThat(jars.filter(Files::isRegularFile)
                            .map(jar -> jar.getFileName().toString()))
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
        assertThat(listed)
                .isEqualTo(ofOthers().stream().map(ThirdPartyIT::line).sorted().toList());
    }

    @Test
    void eachLicenceIsAllowed() throws IOException {
        assertThat(ofOthers())
                .isNotEmpty()
                .allSatisfy(component -> assertThat(ALLOWED).contains(licence(component)));
    }
}
