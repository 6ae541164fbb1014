// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * junixsocket's native library, for abstract names and AF_VSOCK. In the distribution it lies beside the jars, so that no
 * start unpacks it into a directory of temporary files, where it may not be allowed to run.
 */
final class NativeLibrary {
    /** Set by the launcher: where libraries lie. */
    private static final String FOLDER = "agentctl.native";

    /** junixsocket's own, for the path of the library. */
    private static final String OVERRIDE = "org.newsclub.net.unix.library.override";

    private NativeLibrary() {}

    /** Names the one for this machine, where there is one and the user has named none. Loads nothing. */
    static void choose() {
        String folder = System.getProperty(FOLDER);
        if (folder == null || System.getProperty(OVERRIDE) != null || !"Linux".equals(System.getProperty("os.name"))) {
            return;
        }
        Path library = Path.of(folder, "libjunixsocket-" + System.getProperty("os.arch") + ".so");
        if (Files.isReadable(library)) {
            System.setProperty(OVERRIDE, library.toString());
        }
    }
}
