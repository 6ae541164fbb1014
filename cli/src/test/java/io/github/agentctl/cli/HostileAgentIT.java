// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.github.agentctl.proto.CgroupStats;
import io.github.agentctl.proto.HugetlbStats;
import io.github.agentctl.proto.StatsContainerResponse;
import io.github.agentctl.proto.VersionCheckResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent that means harm can make of a person's terminal, log and scripts: nothing. */
@Timeout(60)
class HostileAgentIT {
    /** Clears the screen, sets the title (8-bit controls, too), turns the writing, ends lines in each way there is. */
    private static final String NASTY = "\u001b[2J\u001b]0;title\u0007\u009b31m\u202e\u2066x\ufeff\u2028y\u2029\u0085"
            + "z\r\nerror: fake\ntrace: fake\n{\"fake\":1}\n\t\b\u007f\u0000\ud83d\ude00\udb40\udc41";

    private static final byte[] NO_UTF8 = {'a', (byte) 0xff, (byte) 0xc0, (byte) 0x9b, (byte) 0xed, (byte) 0xa0, 'b'};

    private Path socket;

    @BeforeEach
    void inAShortDirectory(@TempDir Path directory) {
        socket = directory.resolve("s");
    }

    @ParameterizedTest
    @CsvSource({"info, false", "info, true", "trace, false", "trace, true"})
    void aStatusCannotActOnTheTerminalOrForgeALine(String level, boolean terminal) throws Exception {
        byte[] detail = bytes(NASTY);
        byte[] message = concat(bytes(NASTY), NO_UTF8);
        try (RawAgent agent = RawAgent.responding(socket, RawAgent.status(9, message, detail, NO_UTF8))) {
            Transcript run = connect(agent, terminal, "-l", level, "-c", "Check");

            assertThat(run.code()).isEqualTo(64 + 9);
            assertThat(run.out()).isEmpty();
            assertSafe(run.err());
            assertThat(run.err().lines().filter(line -> line.startsWith("error: ")))
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("error: Check failed: FAILED_PRECONDITION (9): \\u001b[2J"));
            assertThat(run.err()).contains("\n  error: fake\n  trace: fake\n", "a\\xff\\xc0\\x9b\\xed\\xa0b");
            assertLinesAreOurs(run.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "trace"})
    void whatAnAgentSaysIsCutAtFourKibibytes(String level) throws Exception {
        byte[] message = bytes("line of text\n".repeat(300_000));
        try (RawAgent agent = RawAgent.responding(socket, RawAgent.status(5, message))) {
            Transcript run = connect(agent, false, "-l", level, "-c", "Check");

            assertThat(run.code()).isEqualTo(64 + 5);
            assertThat(run.err()).contains("\n  [" + (message.length - 4096) + " bytes left out]\n");
            assertThat(run.err().split("line of text", -1)).hasSizeLessThan(700);
            assertThat(run.err()).hasSizeLessThan(50_000);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {17, 99, -1, 2147483647L, 4294967296L})
    void aStatusCodeThatNobodyKnowsIsUnknownAndItsNumberIsShown(long code) throws Exception {
        try (RawAgent agent = RawAgent.responding(socket, RawAgent.status(code, bytes("why")))) {
            Transcript run = connect(agent, false, "-c", "Check");

            assertThat(run.code()).isEqualTo(66);
            assertThat(run.err())
                    .startsWith("error: Check failed: UNKNOWN (2): ")
                    .contains(" " + code + " ")
                    .endsWith(": why\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"json, false", "json, true", "pretty, false", "pretty, true", "text, true", "raw, true"})
    void aReplyIsOneDocumentWhateverItsTextsAre(String format, boolean terminal) throws Exception {
        VersionCheckResponse version = VersionCheckResponse.newBuilder()
                .setAgentVersion(NASTY)
                .setGrpcVersion("\"}\n{\"fake\":1}")
                .build();
        try (RawAgent agent = RawAgent.responding(socket, RawAgent.reply(version.toByteString()))) {
            Transcript run = connect(agent, terminal, "--output", format, "-c", "Version");

            assertThat(run.code()).isZero();
            assertThat(run.err()).isEmpty();
            assertSafe(run.out());
            assertThat(run.lines()).doesNotContain("{\"fake\":1}", "error: fake");
            if (!format.equals("text")) {
                JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
                assertThat(json.get("agent_version").getAsString()).isEqualTo(NASTY);
                assertThat(json.keySet()).containsExactly("grpc_version", "agent_version");
            }
            if (!format.equals("pretty")) {
                assertThat(run.lines()).hasSize(format.equals("text") ? 2 : 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "pretty", "text"})
    void aNameInAMapActsOnNothingEither(String format) throws Exception {
        StatsContainerResponse stats = StatsContainerResponse.newBuilder()
                .setCgroupStats(CgroupStats.newBuilder().putHugetlbStats(NASTY, HugetlbStats.getDefaultInstance()))
                .build();
        try (RawAgent agent = RawAgent.responding(socket, RawAgent.reply(stats.toByteString()))) {
            Transcript run = connect(agent, true, "--output", format, "-c", "StatsContainer cid=x");

            assertThat(run.code()).isZero();
            assertSafe(run.out());
            assertThat(run.lines()).noneMatch(line -> line.startsWith("error"));
            if (!format.equals("text")) {
                assertThat(JsonParser.parseString(run.out())
                                .getAsJsonObject()
                                .getAsJsonObject("cgroup_stats")
                                .getAsJsonObject("hugetlb_stats")
                                .keySet())
                        .containsExactly(NASTY);
            }
        }
    }

    @Test
    void aReplyThatIsNoTextFailsItsCall() throws Exception {
        byte[] reply = RawAgent.reply(ByteString.copyFrom(RawAgent.bytes(out -> out.writeByteArray(2, NO_UTF8))));
        try (RawAgent agent = RawAgent.responding(socket, reply)) {
            Transcript run = connect(agent, true, "-c", "Version");

            assertThat(run.code()).isEqualTo(64 + 13);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("the reply is no response of grpc.Health/Version");
            assertSafe(run.err());
        }
    }

    @Test
    void aSecondReplyIsNoSecondDocument() throws Exception {
        byte[] reply = RawAgent.reply(ByteString.copyFrom(new byte[] {8, 1}));
        try (RawAgent agent = RawAgent.at(socket, (out, id) -> {
            if (id != 0) {
                byte[] frame = RawAgent.frame(id, RawAgent.RESPONSE, reply);
                out.write(concat(concat(frame, frame), RawAgent.frame(id + 2, RawAgent.RESPONSE, reply)));
            }
        })) {
            Transcript run = connect(agent, false, "-c", "Check", "Check");

            assertThat(run.code()).isZero();
            assertThat(run.lines()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "trace"})
    void anotherProtocolsFirstBytesAreShownInHex(String level) throws Exception {
        try (RawAgent agent = RawAgent.at(socket, (out, id) -> {
            if (id == 0) {
                out.write(bytes("\u001b]0;title\u0007HTTP/1.1 400 Bad Request\r\nerror: fake\r\n\r\n"));
            }
        })) {
            Transcript run = connect(agent, true, "-l", level, "-c", "Check");

            assertThat(run.code()).isEqualTo(64 + 13);
            assertThat(run.err())
                    .contains("does not seem to speak ttrpc", "1b5d303b7469746c6507")
                    .doesNotContain("fake");
            assertSafe(run.err());
            assertLinesAreOurs(run.err());
        }
    }

    @Test
    void theLogOfFramesShowsNothingButHex() throws Exception {
        byte[] reply = RawAgent.reply(VersionCheckResponse.newBuilder()
                .setAgentVersion(NASTY.repeat(1000))
                .build()
                .toByteString());
        try (RawAgent agent = RawAgent.at(socket, (out, id) -> {
            if (id != 0) {
                out.write(RawAgent.frame(7, 0x1b, bytes(NASTY)));
                out.write(RawAgent.frame(id, RawAgent.RESPONSE, reply));
            }
        })) {
            Transcript run = connect(agent, true, "-l", "trace", "-c", "Version");

            assertThat(run.code()).isZero();
            assertThat(run.err())
                    .contains("<- stream 7 type 27 ", "<- stream 1 type 2 ")
                    .doesNotContain("fake");
            assertThat(run.err().lines()).allMatch(line -> line.length() < 1000);
            assertSafe(run.err());
            assertLinesAreOurs(run.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "pretty", "text", "raw"})
    void whatAnAgentSaysNamesNoFile(String format) throws Exception {
        Path secret = Files.writeString(socket.resolveSibling("secret"), "s3cr3t");
        String text = "@" + secret + "\nfile://" + secret + "\n../secret\n" + secret + ">" + secret;
        byte[] reply = RawAgent.reply(VersionCheckResponse.newBuilder()
                .setGrpcVersion("@" + secret)
                .setAgentVersion(text)
                .build()
                .toByteString());
        try (RawAgent agent = RawAgent.at(socket, (out, id) -> {
            if (id != 0) {
                byte[] response = id == 1 ? reply : RawAgent.status(5, bytes(text), bytes(text));
                out.write(RawAgent.frame(id, RawAgent.RESPONSE, response));
            }
        })) {
            Transcript run = connect(agent, true, "--output", format, "--ignore-errors", "-c", "Version", "Check");

            assertThat(run.out() + run.err()).contains(secret.toString()).doesNotContain("s3cr3t");
            assertThat(secret).hasContent("s3cr3t");
            try (Stream<Path> files = Files.list(socket.getParent())) {
                assertThat(files).containsExactlyInAnyOrder(secret, socket);
            }
        }
    }

    private Transcript connect(RawAgent agent, boolean terminal, String... arguments) {
        assertThat(agent).isNotNull();
        List<String> all =
                new ArrayList<>(List.of("connect", "--server-address", "unix://" + socket, "--timeout", "20s", "-n"));
        all.addAll(List.of(arguments));
        Transcript.Given given = terminal ? Transcript.given().onTerminal() : Transcript.given();
        return given.run(all.toArray(String[]::new));
    }

    /** Letters, and ends of lines: nothing that a terminal acts on, and nothing that it does not show. */
    private static void assertSafe(String text) {
        assertThat(text.codePoints()
                        .filter(c -> c != '\n' && c != '\t')
                        .filter(c -> switch (Character.getType(c)) {
                            case Character.CONTROL,
                                    Character.FORMAT,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR,
                                    Character.SURROGATE -> true;
                            default -> false;
                        })
                        .mapToObj(Integer::toHexString))
                .isEmpty();
    }

    /** Each begins as ours do, or is indented. */
    private static void assertLinesAreOurs(String err) {
        assertThat(err.lines()).allMatch(line -> line.matches("(  |(error|warning|info|debug|trace): [A-Za-z]).*"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
