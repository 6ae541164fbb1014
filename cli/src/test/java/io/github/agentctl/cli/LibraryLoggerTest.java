// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LibraryLoggerTest {
    private final Logger logger = LoggerFactory.getLogger("org.example.Library");
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String told(LogLevel level) {
        LibraryLogger.writeTo(new Log(new PrintStream(err, true, StandardCharsets.UTF_8), level));
        logger.trace("t");
        logger.debug("{} of {}", 1, 2);
        logger.info("i");
        logger.warn("two\nlines");
        logger.error("e", new IllegalStateException("why"));
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesLinesThatLookLikeOurs() {
        assertThat(told(LogLevel.DEBUG))
                .isEqualTo("debug: Library: 1 of 2\ninfo: Library: i\nwarning: Library: two\n  lines\n"
                        + "error: Library: e: java.lang.IllegalStateException: why\n");
    }

    @Test
    void keepsToTheLevel() {
        assertThat(told(LogLevel.ERROR)).isEqualTo("error: Library: e: java.lang.IllegalStateException: why\n");
        err.reset();
        assertThat(told(LogLevel.CRITICAL)).isEmpty();
    }

    @Test
    void showsAStackToThoseWhoAskForEverything() {
        assertThat(told(LogLevel.TRACE)).contains("trace: Library: t\n", "\n  \tat ");
    }
}
