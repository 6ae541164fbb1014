// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What an image was unpacked to.
 *
 * @param directory made for it
 * @param bundle within that
 */
record UnpackedImage(Path directory, Path bundle) {
    void delete() {
        delete(directory);
    }

    /** As far as it goes: what cannot be deleted is in a directory of temporary files. */
    static void delete(Path path) {
        File file = path.toFile();
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            // An image may have directories that not even their owner may change or look into.
            var unused = file.setWritable(true) && file.setReadable(true) && file.setExecutable(true);
            File[] within = file.listFiles();
            for (File each : within == null ? new File[0] : within) {
                delete(each.toPath());
            }
        }
        var unused = file.delete();
    }
}
