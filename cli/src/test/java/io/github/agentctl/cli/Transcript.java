// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One run of the command line in this JVM: what goes in, what comes out. */
record Transcript(int code, String out, String err) {
    static Transcript of(String... arguments) {
        return given().run(arguments);
    }

    static Given given() {
        return new Given(
                new ByteArrayInputStream(new byte[0]), Map.of(), Descriptor.OTHER, Descriptor.PIPE, Descriptor.OTHER);
    }

    /** The lines of standard output. */
    List<String> lines() {
        return out.lines().toList();
    }

    record Given(InputStream in, Map<String, String> variables, Descriptor input, Descriptor output, Descriptor error) {
        Given stdin(String text) {
            return stdin(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }

        Given stdin(InputStream stream) {
            return new Given(stream, variables, input, output, error);
        }

        Given variables(Map<String, String> given) {
            return new Given(in, given, input, output, error);
        }

        Given onTerminal() {
            return new Given(in, variables, Descriptor.TERMINAL, Descriptor.TERMINAL, Descriptor.TERMINAL);
        }

        Transcript run(String... arguments) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            return runInto(out, arguments);
        }

        /** What is not a {@link ByteArrayOutputStream} is not shown in {@link Transcript#out}. */
        Transcript runInto(OutputStream out, String... arguments) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream shown = new PrintStream(new EscapingOutputStream(err), true, StandardCharsets.UTF_8);
            int code = Main.run(List.of(arguments), new Environment(in, out, shown, variables, input, output, error));
            String text = out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "";
            return new Transcript(code, text, err.toString(StandardCharsets.UTF_8));
        }
    }
}
