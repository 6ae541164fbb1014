// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.agentctl.codec.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CommandPagesTest {
    private static final Path TEMPLATES = Path.of("src/main/pages");
    private static final Map<String, String> PAGES = CommandPages.of(TEMPLATES, "2026-11-25");
    private static final String MANUAL = PAGES.getOrDefault("man/man1/kata-agent-ctl.1", "");

    @Test
    void liesWhereASystemLooksForIt(@TempDir Path share) throws IOException {
        CommandPages.main(new String[] {TEMPLATES.toString(), share.toString(), "2026-11-25T00:00:00Z"});

        assertThat(share.resolve("man/man1/kata-agent-ctl.1")).hasContent(MANUAL);
        assertThat(share.resolve("bash-completion/completions/kata-agent-ctl")).isNotEmptyFile();
        assertThat(share.resolve("zsh/site-functions/_kata-agent-ctl")).isNotEmptyFile();
        assertThat(share.resolve("fish/vendor_completions.d/kata-agent-ctl.fish"))
                .isNotEmptyFile();
    }

    @Test
    void manualHasDateAndVersion() {
        assertThat(MANUAL)
                .contains("\n.TH KATA\\-AGENT\\-CTL 1 \"2026-11-25\" \"kata\\-agent\\-ctl "
                        + CommandTree.version().replace("-", "\\-") + "\"");
    }

    @Test
    void manualTellsOfEachSubcommandAndOption() {
        for (CommandLine command : CommandPages.tree().spec().subcommands().values()) {
            assertThat(MANUAL).contains("\n.SS \"" + command.getCommandName().replace("-", "\\-") + "\"\n");
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(MANUAL).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
            }
        }
    }

    @Test
    void manualTellsOfEachCallAndBuiltin() {
        assertThat(Catalogue.names()).allSatisfy(name -> assertThat(MANUAL).contains("\n\\fB" + name + "\\fR\n"));
        assertThat(Builtin.values())
                .allSatisfy(builtin -> assertThat(MANUAL).contains("\\fB" + builtin.form() + "\\fR"));
    }

    /** Who learns to know the command by its manual copies these lines. */
    @Test
    void manualHasTheExamplesAsTheyAreTyped() {
        assertThat(MANUAL)
                .contains(
                        "\n$ kata\\-agent\\-ctl connect \\-c \\(aqGetGuestDetails json://{\"mem_block_size\": true}\\(aq\n")
                .contains("printf \\(aq# two calls\\enCheck\\enVersion\\en\\(aq |");
    }

    /** roff takes such a line for one of its own. */
    @Test
    void manualHasNoLineThatBeginsByAccident() {
        assertThat(MANUAL.lines())
                .filteredOn(line -> line.startsWith("'") || line.startsWith("."))
                .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|PP|RS|RE|nf|fi|nh|hy|BI?|BR|I|IR|RI|\\\\\")( .*)?"));
    }

    @Test
    void placesAndValuesAreTheSame(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("page"), "@one@ of me@example and @two@");

        assertThat(PageTemplate.of(file).put("one", "$1").put("two", "\\").text())
                .isEqualTo("$1 of me@example and \\");
        assertThatThrownBy(() -> PageTemplate.of(file).put("one", "").text())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two");
        assertThatThrownBy(() -> PageTemplate.of(file)
                        .put("one", "")
                        .put("two", "")
                        .put("three", "")
                        .text())
                .hasMessageContaining("three");
    }
}
