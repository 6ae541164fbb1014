// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenRequestsTest {
    record Row(String command, String hex) {
        String call() {
            return command.split(" ", 2)[0];
        }

        @Override
        public String toString() {
            return command.substring(0, Math.min(90, command.length()));
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(GoldenRequestsTest.class.getResourceAsStream("/golden-requests.tsv"))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.stream()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Row(cells[0], cells[1]));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void sendsWhatGoesOverTheWire(Row row) throws IOException {
        Message sent = Commands.plain().request(row.command());
        // Not byte by byte: Go puts the fields of a message in another order.
        byte[] wire = HexFormat.of().parseHex(row.hex());
        assertThat(sent).isEqualTo(sent.getParserForType().parseFrom(wire));
        assertThat(sent.getSerializedSize()).isEqualTo(wire.length);
    }

    @Test
    void coversEveryCall() throws IOException {
        assertThat(rows().map(Row::call).distinct()).containsAll(Catalogue.names());
    }
}
