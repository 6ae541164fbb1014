// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.proto.CreateContainerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/security.md decides about JSON that goes to the limits. */
@Timeout(60)
class ParserLimitsTest {
    private static final String SYSCALL =
            "CreateContainer json://{\"OCI\":{\"Linux\":{\"Seccomp\":{\"Syscalls\":[{%s}]}}}}";

    @TempDir
    Path bundle;

    private Commands withConfig(String json) throws Exception {
        Files.writeString(bundle.resolve("config.json"), json);
        return Commands.plain(bundle);
    }

    private static String nested(int levels) {
        return "{\"vm\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    @Test
    void readsAHundredLevelsAndNoMore() throws Exception {
        assertThat(withConfig(nested(100)).request("CreateContainer").getSerializedSize())
                .isPositive();
        assertThat(withConfig(nested(101)).fault("CreateContainer")).hasMessageContaining("Nesting limit 100 reached");
        assertThat(withConfig("{\"vm\":" + "[".repeat(4 << 20)).fault("CreateContainer"))
                .hasMessageContaining("Nesting limit 100 reached");
    }

    @Test
    void refusesAMemberOfAOneofThatIsGivenTwice() {
        assertThat(Commands.plain().fault(SYSCALL.formatted("\"ErrnoRet\":{\"Errnoret\":1,\"errnoret\":2}")))
                .hasMessageContaining("is given twice in one object");
        assertThat(Commands.plain().fault(SYSCALL.formatted("\"ErrnoRet\":{\"Errnoret\":1},\"errnoret\":2")))
                .hasMessageContaining("is given twice in one object");
    }

    @Test
    void readsManyKeysInGoodTime() {
        String annotations =
                IntStream.range(0, 100_000).mapToObj(i -> "\"k" + i + "\":\"\"").collect(Collectors.joining(","));
        assertThat(Commands.plain()
                        .request(
                                "CreateContainer json://{\"OCI\":{\"Annotations\":{" + annotations + "}}}",
                                CreateContainerRequest.class)
                        .getOCI()
                        .getAnnotationsCount())
                .isEqualTo(100_000);
    }

    @Test
    void refusesANumberOfMebibytesWithoutCountingItsDigits() {
        for (String number :
                new String[] {"9".repeat(4 << 20), "1e999999999", "1e-999999999", "0." + "1".repeat(4 << 20)}) {
            assertThat(Commands.plain().fault("RemoveContainer json://{\"timeout\":" + number + "}"))
                    .as(number.substring(0, 5))
                    .isNotNull();
        }
    }

    @Test
    void readsAStringOfMebibytes() {
        String text = "\\u0041".repeat(1 << 20);
        assertThat(Commands.plain()
                        .request("Check json://{\"service\":\"" + text + "\"}")
                        .getSerializedSize())
                .isGreaterThan(1 << 20);
    }
}
