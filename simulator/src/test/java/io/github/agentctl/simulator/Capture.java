// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Calls that were made to a real agent 4.1.0, as the frames that went over the wire, in order. */
record Capture(List<Exchange> exchanges) {
    private static final String FILE = "/real-agent-4.1.0.tsv";

    /** A request and its response, and the command that made them. */
    record Exchange(String title, String connection, Frame request, Frame response) {}

    record Frame(int streamId, int type, int flags, byte[] data) {}

    static Capture read() throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(Capture.class.getResourceAsStream(FILE));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            String title = "";
            Frame request = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t");
                if (fields.length < 6) {
                    title = line;
                } else if (fields[1].equals(">")) {
                    request = frame(fields);
                } else {
                    exchanges.add(new Exchange(title, fields[0], Objects.requireNonNull(request), frame(fields)));
                }
            }
        }
        return new Capture(exchanges);
    }

    private static Frame frame(String[] fields) {
        return new Frame(
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]),
                HexFormat.of().parseHex(fields[5]));
    }
}
