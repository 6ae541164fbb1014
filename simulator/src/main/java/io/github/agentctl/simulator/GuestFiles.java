// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.ByteString;
import io.github.agentctl.proto.CopyFileRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files that CopyFile brings, in memory, by the agent's rules: below one directory only; a regular file grows under
 * another name until it is whole. Thread-safe; what it throws are the agent's own failures.
 */
final class GuestFiles {
    static final String ROOT = "/run/kata-containers/shared/containers/";

    /** What all files together may hold: a guest has little memory, and this one is the tester's own. */
    static final long CAPACITY = 256L << 20;

    /** The longest path (path_resolution(7)), and with it the longest target of a link. */
    private static final int PATH_MAX = 4096;

    private static final char AFTER_SLASH = '/' + 1;

    private static final int KIND = 0xf000;
    private static final int DIRECTORY = 0x4000;
    private static final int SYMLINK = 0xa000;
    private static final int PERMISSIONS = 07777;
    private static final Set<String> ALWAYS_THERE =
            Set.of("/", "/dev", "/etc", "/proc", "/run", "/sys", "/tmp", "/run/kata-containers");

    private final NavigableMap<String, GuestFile> files = new TreeMap<>();

    /** A file by its whole path. */
    synchronized Optional<GuestFile> find(String path) {
        return Optional.ofNullable(files.get(path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }

    /** Whether something is at a path. */
    synchronized boolean exists(String path) {
        return ALWAYS_THERE.contains(path)
                || (path.startsWith("/") && find(path).isPresent());
    }

    synchronized void wipe() {
        files.clear();
    }

    synchronized void copy(CopyFileRequest request) {
        String path = resolve(request.getPath());
        int kind = request.getFileMode() & KIND;
        if (path.length() >= PATH_MAX) {
            throw Failure.internal("mkdir_all parent", "File name too long (os error 36)");
        }
        if (path.equals(ROOT) && kind != DIRECTORY) {
            throw Failure.internal("create_file", "Is a directory (os error 21)");
        }
        int slash = path.lastIndexOf('/');
        makeDirectories(path.substring(0, slash), request.getDirMode(), "mkdir_all parent");
        switch (kind) {
            case DIRECTORY -> directory(path, request);
            case SYMLINK -> link(path, request);
            default -> regular(path, request);
        }
    }

    private void directory(String path, CopyFileRequest request) {
        makeDirectories(path, request.getFileMode(), "mkdir_all");
        files.put(path, file(GuestFile.Kind.DIRECTORY, request, ByteString.EMPTY));
    }

    private void link(String path, CopyFileRequest request) {
        if (request.getData().size() >= PATH_MAX) {
            throw Failure.internal("symlink", "File name too long (os error 36)");
        }
        remove(path);
        files.put(path, file(GuestFile.Kind.SYMLINK, request, request.getData()));
    }

    /** With all that is in it, where it is a directory. */
    private void remove(String path) {
        files.remove(path);
        files.subMap(path + "/", path + AFTER_SLASH).clear();
    }

    private void regular(String path, CopyFileRequest request) {
        String growing = withExtensionTmp(path);
        if (request.getOffset() == 0) {
            remove(growing);
            remove(path);
        }
        ByteString old =
                Optional.ofNullable(files.get(growing)).map(GuestFile::content).orElse(ByteString.EMPTY);
        ByteString content = overwrite(old, request.getOffset(), request.getData());
        if (content.size() != request.getFileSize()) {
            files.put(growing, new GuestFile(GuestFile.Kind.FILE, 0600, 0, 0, content));
            return;
        }
        if (request.getPath().contains("..")) {
            // The agent renames by the path as it was given, which leads out of its directory.
            throw Failure.internal("renameat", "ENOENT: No such file or directory");
        }
        files.remove(growing);
        files.put(path, file(GuestFile.Kind.FILE, request, content));
    }

    private ByteString overwrite(ByteString old, long offset, ByteString data) {
        if (offset < 0) {
            throw Failure.internal("write_all_at", "Invalid argument (os error 22)");
        }
        long others =
                files.values().stream().mapToLong(file -> file.content().size()).sum() - old.size();
        if (offset > CAPACITY || others + Math.max(old.size(), offset + data.size()) > CAPACITY) {
            throw Failure.internal("write_all_at", "No space left on device (os error 28)");
        }
        int from = (int) offset;
        ByteString head = old.substring(0, Math.min(from, old.size()));
        ByteString hole = ByteString.copyFrom(new byte[from - head.size()]);
        ByteString tail = old.substring(Math.min(old.size(), from + data.size()));
        return head.concat(hole).concat(data).concat(tail);
    }

    private void makeDirectories(String path, int mode, String context) {
        for (int end = ROOT.length(); end <= path.length(); end++) {
            if (end < path.length() && path.charAt(end) != '/') {
                continue;
            }
            String directory = path.substring(0, end);
            GuestFile there = files.computeIfAbsent(
                    directory,
                    key -> new GuestFile(GuestFile.Kind.DIRECTORY, mode & PERMISSIONS, 0, 0, ByteString.EMPTY));
            if (there.kind() != GuestFile.Kind.DIRECTORY) {
                throw Failure.internal(context, "Not a directory (os error 20)");
            }
        }
    }

    private static GuestFile file(GuestFile.Kind kind, CopyFileRequest request, ByteString content) {
        int mode = kind == GuestFile.Kind.SYMLINK ? 0777 : request.getFileMode() & PERMISSIONS;
        return new GuestFile(kind, mode, request.getUid(), request.getGid(), content);
    }

    /** The path without dots; two dots never lead above the root. */
    private static String resolve(String path) {
        if (!path.startsWith(ROOT)) {
            throw Failure.internal("removing \"" + ROOT + "\" prefix from " + path, "prefix not found");
        }
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.substring(ROOT.length()).split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return ROOT + String.join("/", names);
    }

    private static String withExtensionTmp(String path) {
        int dot = path.lastIndexOf('.');
        return (dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path) + ".tmp";
    }
}
