// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is typed: a call or a SpecificationException with a place in the text, nothing else. */
class AnyTextTest {
    private static final List<String> SEEDS = List.of(
            "Check service=\"a b\\n\" 'x'",
            "CreateSandbox json://{\"hostname\": \"http://a  b\", \"dns\": [\"a\", null], \"sandbox_pidns\": true} sid=x",
            "CreateContainer json://{\"OCI\":{\"linux\":{\"seccomp\":{\"syscalls\":[{\"errnoRet\":{\"Errnoret\":1}}]}}}}",
            "CreateContainer OCI.Process.Args[0]=sh OCI.Annotations[a.b]=c OCI.Annotations.d=e OCI.Mounts[].source=s",
            "UpdateInterface interface.IPAddresses[0].family=v6 interface.mtu=0x10 json://{\"interface\":{\"mtu\":\"5\"}}",
            "WriteStdin data=hex:00ff data=base64:AAA= json://{\"data\":[1,2,-3.5e7]}",
            "CopyFile src=/nonexistent dest=b json://{\"src\":\"\\u0041\"}",
            "SignalProcess signal=SIGRTMIN+3 exec_id= cid='' file:///nonexistent.json");
    private static final String LETTERS = " \t\n\"'\\{}[]:,.=/@-+0189eExn\u0000\u202eüA😀";

    private static String mutated(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(changed.length() + 1);
            int length = Math.min(random.nextInt(4), changed.length() - at);
            switch (random.nextInt(4)) {
                case 0 -> changed.delete(at, at + length);
                case 1 -> changed.insert(at, changed.substring(at, at + length));
                case 2 -> changed.setLength(Math.max(1, at));
                default -> changed.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return changed.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isACallOrAFaultWithAPlace(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 6_000; i++) {
            String text = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
            try {
                AnyText.command(text);
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed + ", text <" + text + ">", e);
            }
        }
    }

    @Test
    void ofMebibytesIsReadInGoodTime() {
        String value = "x".repeat(4 << 20);
        assertThat(Commands.plain().request("Check service=" + value).getSerializedSize())
                .isGreaterThan(4 << 20);
        assertThat(Commands.plain().fault(value)).hasMessageContaining("unknown call 'xxx");
        assertThat(Commands.plain().fault("Check " + value + "=1")).hasMessageContaining("unknown field 'xxx");
        assertThat(Commands.plain().fault("RemoveContainer timeout=" + "9".repeat(4 << 20)))
                .hasMessageContaining("is out of range");
    }
}
