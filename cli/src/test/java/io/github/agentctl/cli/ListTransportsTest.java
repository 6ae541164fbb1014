// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListTransportsTest {
    @Test
    void showsWhatIsInstalledInATable() {
        Transcript run = Transcript.of("transports");

        assertThat(run.code()).isZero();
        assertThat(run.lines().get(0)).isEqualTo("SCHEME   PROVIDER     AVAILABLE");
        assertThat(run.lines())
                .anyMatch(line -> line.matches("unix: +jdk +yes"))
                .anyMatch(line -> line.matches("sim: .* yes"))
                .anyMatch(line -> line.matches("hvsock: +hybrid +yes"))
                .anyMatch(line -> line.matches("vsock: +vsock +(yes(, but .+)?|no: .+ \\(.+\\))"));
    }

    @Test
    void thePreferredOneOfASchemeComesFirst() {
        assertThat(Transcript.of("transports").lines().stream().filter(line -> line.startsWith("unix:")))
                .hasSize(2)
                .element(0)
                .asString()
                .contains("jdk");
    }

    @Test
    void writesOneObjectOfJsonForEach() {
        Transcript run = Transcript.of("transports", "--output", "json");

        List<JsonObject> rows = run.lines().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertThat(rows).hasSameSizeAs(Transcript.of("transports").lines().subList(1, rows.size() + 1));
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("scheme").getAsString()).doesNotContain(":");
            assertThat(row.get("provider").getAsString()).isNotEmpty();
            assertThat(row.has("remedy")).isNotEqualTo(row.get("available").getAsBoolean());
        });
    }

    @Test
    void takesNoOtherFormat() {
        assertThat(Transcript.of("transports", "--output", "xml").code()).isEqualTo(2);
    }
}
