// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A frame that was recorded between two other programs: which way it went, and its bytes. */
record Golden(boolean fromClient, byte[] bytes) {
    /** The frames of {@code frames-NAME.tsv}, in their order. */
    static List<Golden> of(String name) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Golden.class.getResourceAsStream("frames-" + name + ".tsv")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(parts -> new Golden(parts[0].equals("in"), RawPeer.hex(parts[1])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Frame.Whole frame() {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int length = header.getInt();
        if (length != bytes.length - Frame.HEADER) {
            throw new AssertionError("the recording is not whole");
        }
        return new Frame.Whole(
                header.getInt(), header.get(), header.get(), Arrays.copyOfRange(bytes, Frame.HEADER, bytes.length));
    }

    boolean isRequest() {
        return frame().type() == Frame.REQUEST;
    }
}
