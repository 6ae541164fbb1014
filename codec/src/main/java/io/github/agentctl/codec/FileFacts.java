// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What lstat(2) says of a path.
 *
 * @param mode with the bits of the type
 * @param uid as the request has it: above 2^31 negative
 * @param size in bytes
 * @param device with {@code inode} what tells one file from another
 */
record FileFacts(Kind kind, int mode, int uid, int gid, long size, Object device, Object inode) {
    enum Kind {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    // Not unix:*, which would also look up the names of the owner and the group.
    private static final String WANTED = "unix:mode,uid,gid,size,dev,ino,isRegularFile,isDirectory,isSymbolicLink";

    static FileFacts of(Path path) throws IOException {
        Map<String, Object> facts = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
        Kind kind = is(facts, "isRegularFile")
                ? Kind.FILE
                : is(facts, "isDirectory") ? Kind.DIRECTORY : is(facts, "isSymbolicLink") ? Kind.LINK : Kind.OTHER;
        return new FileFacts(
                kind,
                number(facts, "mode").intValue(),
                number(facts, "uid").intValue(),
                number(facts, "gid").intValue(),
                number(facts, "size").longValue(),
                number(facts, "dev"),
                number(facts, "ino"));
    }

    boolean isSameFileAs(FileFacts other) {
        return kind == other.kind && device.equals(other.device) && inode.equals(other.inode);
    }

    private static boolean is(Map<String, Object> facts, String name) {
        return Boolean.TRUE.equals(facts.get(name));
    }

    private static Number number(Map<String, Object> facts, String name) {
        return (Number) Objects.requireNonNull(facts.get(name), name);
    }
}
