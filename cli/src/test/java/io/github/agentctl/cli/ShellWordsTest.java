// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.cli.ShellWords.Addresses;
import io.github.agentctl.cli.ShellWords.Commands;
import io.github.agentctl.cli.ShellWords.Files;
import io.github.agentctl.cli.ShellWords.Free;
import io.github.agentctl.cli.ShellWords.None;
import io.github.agentctl.cli.ShellWords.Opt;
import io.github.agentctl.cli.ShellWords.Sub;
import io.github.agentctl.cli.ShellWords.Values;
import io.github.agentctl.cli.ShellWords.Words;
import io.github.agentctl.codec.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    private static final ShellWords WORDS = ShellWords.of(CommandPages.tree().spec());

    @Test
    void knowAllSubcommandsAndTheirOptions() {
        assertThat(WORDS.subcommands())
                .extracting(Sub::name)
                .contains("connect", "list", "describe", "transports", "examples", "simulate", "help");
        assertThat(sub("connect").options())
                .extracting(Opt::names)
                .anySatisfy(names -> assertThat(names).containsExactly("-c", "--cmd"));
        assertThat(WORDS.root().words()).isEqualTo(sub("help").words());
    }

    @Test
    void knowWhatAnOptionTakes() {
        assertThat(values("connect", "--output"))
                .isInstanceOfSatisfying(
                        Words.class, output -> assertThat(output.words()).contains("json", "raw"));
        assertThat(values("simulate", "--log-level"))
                .isInstanceOfSatisfying(
                        Words.class, level -> assertThat(level.words()).startsWith("trace", "debug"));
        assertThat(values("simulate", "--trap"))
                .isInstanceOfSatisfying(
                        Words.class, trap -> assertThat(trap.words()).contains("double-start"));
        assertThat(values("connect", "--server-address")).isInstanceOf(Addresses.class);
        assertThat(values("connect", "-c")).isEqualTo(new Commands());
        assertThat(values("connect", "--file")).isEqualTo(new Files(false));
        assertThat(values("connect", "--bundle-dir")).isEqualTo(new Files(true));
        assertThat(values("connect", "--timeout")).isEqualTo(new Free("TIME"));
    }

    @Test
    void giveSwitchesNoValue() {
        assertThat(values("connect", "-n")).isEqualTo(new None());
        assertThat(values("connect", "--help")).isEqualTo(new None());
        assertThat(values("describe", "--template")).isEqualTo(new None());
    }

    @Test
    void knowAllCallsAndBuiltins() {
        assertThat(WORDS.commands()).containsKeys(Catalogue.names().toArray(String[]::new));
        assertThat(WORDS.commands()).containsKeys(Builtin.names().toArray(String[]::new));
        assertThat(WORDS.commands().get("help")).contains("Check", "Spec", "IPFamily");
    }

    @Test
    void knowFieldsAndValuesOfACall() {
        assertThat(fields("GetGuestDetails"))
                .contains("mem_block_size=true", "mem_block_size=false", "json://")
                .doesNotContain("mem_block_size=");
        assertThat(fields("SignalProcess")).contains("container_id=", "cid=", "signal=usr1");
        assertThat(fields("UpdateInterface")).contains("interface.mtu=").doesNotContain("interface.");
        assertThat(fields("CreateContainer")).contains("OCI.Process.", "sandbox_pidns=true", "spec=");
    }

    /** What the machine has that builds is nobody else's. */
    @Test
    void knowNoFilesOfThisMachine() {
        assertThat(WORDS.commands().values())
                .allSatisfy(words ->
                        assertThat(words).noneMatch(word -> word.contains("pom.xml") || word.contains("src/")));
        assertThat(fields("CopyFile")).contains("src=", "dest=");
    }

    private static List<String> fields(String call) {
        return WORDS.commands().get(call);
    }

    private static Sub sub(String name) {
        return WORDS.subcommands().stream()
                .filter(sub -> sub.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Values values(String sub, String option) {
        return sub(sub).options().stream()
                .filter(one -> one.names().contains(option))
                .findFirst()
                .orElseThrow()
                .values();
    }
}
