// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** The least that a JVM can be started for. */
final class Hello {
    private Hello() {}

    /** The folder of a class that prints a line. */
    static Path compiledTo(Path folder) throws IOException {
        Path source = folder.resolve("Hello.java");
        Files.writeString(
                source, "class Hello { public static void main(String[] a) { System.out.println(\"hello\"); } }");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", folder.toString(), source.toString());
        if (status != 0) {
            throw new IOException("Hello was not compiled");
        }
        return folder;
    }
}
