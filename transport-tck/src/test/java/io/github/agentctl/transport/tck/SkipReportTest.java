// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

@Isolated("replaces System.err")
class SkipReportTest {
    private static final ExtensionContext UNUSED = (ExtensionContext) Proxy.newProxyInstance(
            SkipReportTest.class.getClassLoader(), new Class<?>[] {ExtensionContext.class}, (proxy, method, given) -> {
                throw new AssertionError("not asked for");
            });

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void printsEachReasonOnce() {
        SkipReport report = new SkipReport();
        print(() -> {
            for (int i = 0; i < 3; i++) {
                report.testAborted(UNUSED, assumption("no vsock; modprobe it"));
                report.testAborted(UNUSED, new TestAbortedException("no other user; be root"));
                report.testDisabled(UNUSED, Optional.of("not on this system"));
            }
        });

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "skipped: no vsock; modprobe it",
                        "skipped: no other user; be root",
                        "skipped: not on this system");
    }

    @Test
    void everyContractHasIt() {
        assertThat(AnnotationSupport.findRepeatableAnnotations(InProcessContractTest.class, ExtendWith.class).stream()
                        .flatMap(with -> Arrays.stream(with.value())))
                .contains(SkipReport.class);
    }

    private static TestAbortedException assumption(String message) {
        try {
            Assumptions.abort(message);
        } catch (TestAbortedException e) {
            return e;
        }
        throw new AssertionError("not aborted");
    }

    private void print(Runnable task) {
        PrintStream before = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            task.run();
        } finally {
            System.setErr(before);
        }
    }
}
