// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.codec.Catalogue;
import io.github.agentctl.codec.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescribeTest {
    private static final String TEMPLATE = "\nTemplate:\n\n";

    static List<String> calls() {
        return Catalogue.names();
    }

    static List<String> messages() {
        return Schema.names();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void givesATemplateThatPassesADryRunUnchanged(String call) {
        String described = Transcript.of("describe", call).out();
        String template = described.substring(described.indexOf(TEMPLATE) + TEMPLATE.length());

        for (List<String> more : List.of(List.<String>of(), List.of("-n"))) {
            Transcript run = dryRun(call + " json://" + template, more);

            assertThat(run).isEqualTo(new Transcript(0, template, ""));
        }
        assertThat(Transcript.of("describe", "--template", call)).isEqualTo(new Transcript(0, template, ""));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void describesEveryMessage(String message) {
        Transcript run = Transcript.of("describe", message);

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Message ").contains("." + message + "\n", TEMPLATE + "{");
    }

    @Test
    void showsRequestReplyAndWhatIsWithinThemOnce() {
        String out = Transcript.of("describe", "StatsContainer").out();

        assertThat(out)
                .startsWith("StatsContainer (grpc.AgentService)\n\nRequest grpc.StatsContainerRequest\n  container_id")
                .contains("\n\nReply grpc.StatsContainerResponse\n  cgroup_stats ")
                .containsPattern("\n  hugetlb_stats +map of string to HugetlbStats\n")
                .containsOnlyOnce("\nBlkioStatsEntry\n  major ");
    }

    @Test
    void showsValuesOfEnumsAndWhatACommandTakesBesideTheRequest() {
        assertThat(Transcript.of("describe", "UpdateInterface").out()).containsPattern("\n  family +v4 \\| v6\n");
        assertThat(Transcript.of("describe", "CopyFile").out()).contains("also say dest, src,");
    }

    @Test
    void findsAMessageByEitherName() {
        assertThat(Transcript.of("describe", "grpc.Spec")).isEqualTo(Transcript.of("describe", "Spec"));
        assertThat(Transcript.of("describe", "grpc.Interface")).isEqualTo(Transcript.of("describe", "types.Interface"));
        assertThat(Transcript.of("describe", "google.protobuf.Empty").out())
                .startsWith("Message google.protobuf.Empty\n");
        assertThat(Transcript.of("describe", "GetIptables")).isEqualTo(Transcript.of("describe", "GetIPTables"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPFamily", "types.IPFamily", "grpc.IPFamily"})
    void describesAnEnumByItsValuesAndTheirNumbers(String name) {
        assertThat(Transcript.of("describe", name).out())
                .startsWith("Enum types.IPFamily\n")
                .containsPattern("\n  v4 +0\n  v6 +1\n\nTemplate:\n\n\"v4\"\n$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ServingStatus", "HealthCheckResponse.ServingStatus", "grpc.HealthCheckResponse.ServingStatus"})
    void findsAnEnumWithinAMessage(String name) {
        assertThat(Transcript.of("describe", name).out())
                .startsWith("Enum grpc.HealthCheckResponse.ServingStatus\n")
                .containsPattern("\n  SERVING +1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "IPFamly, IPFamily",
        "CreateContaner, CreateContainer",
        "createsandbox, CreateSandbox",
        "Strage, Storage",
        "grpc.Spek, Spec",
        "types.Spec, Spec"
    })
    void tellsTheNearestRightName(String wrong, String right) {
        Transcript run = Transcript.of("describe", wrong);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("'" + wrong + "'; did you mean '" + right + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing-like-it", "", "."})
    void saysWhereToLookForANameThatIsLikeNone(String wrong) {
        Transcript run = Transcript.of("describe", wrong);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("'list' says what there is");
    }

    @Test
    void needsAName() {
        assertThat(Transcript.of("describe").code()).isEqualTo(2);
    }

    @Test
    void isWhatHelpShows() {
        Transcript help = Transcript.of("connect", "-c", "help CreateContainer");

        assertThat(help.code()).isZero();
        assertThat(Transcript.of("describe", "CreateContainer").out()).startsWith(help.out());
        assertThat(help.out()).contains("container_id");
    }

    @Test
    void helpPointsAtAWrongName() {
        Transcript help = Transcript.of("connect", "-c", "help StrtContainer");

        assertThat(help.code()).isEqualTo(3);
        assertThat(help.err()).contains("did you mean 'StartContainer'?", "\n  help StrtContainer\n       ^");
    }

    private static Transcript dryRun(String command, List<String> more) {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("connect", "--dry-run", "--output", "pretty", "-c", command));
        arguments.addAll(more);
        return Transcript.of(arguments.toArray(String[]::new));
    }
}
