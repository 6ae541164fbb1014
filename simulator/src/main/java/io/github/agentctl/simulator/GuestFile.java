// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;

/**
 * A file that was copied to the simulated guest.
 *
 * @param mode permissions, without the bits of the kind
 * @param content the bytes of a regular file, the target of a symbolic link, empty for a directory
 */
public record GuestFile(Kind kind, int mode, int uid, int gid, ByteString content) {
    /** What it is. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link. */
        SYMLINK
    }

    public GuestFile {
        requireNonNull(kind, "kind is null");
        requireNonNull(content, "content is null");
    }
}
