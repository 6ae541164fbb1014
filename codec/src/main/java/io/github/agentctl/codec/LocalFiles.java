// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads local files whole. Standard input ({@code -}), devices and FIFOs have no size to trust, so at most 4 MiB, the
 * longest message there is, are taken from them; regular files are read to 64 MiB. Opening a FIFO that nobody writes
 * gives up after a time; reading from one that is open waits as long as its writer does.
 */
final class LocalFiles {
    static final int MOST_FROM_STREAMS = 4 << 20;
    static final int MOST_FROM_FILES = 64 << 20;

    private final InputStream stdin;
    private final Duration openLimit;

    LocalFiles(InputStream stdin) {
        this(stdin, Duration.ofSeconds(10));
    }

    LocalFiles(InputStream stdin, Duration openLimit) {
        this.stdin = stdin;
        this.openLimit = openLimit;
    }

    static Path path(String text) throws BadValueException {
        if (text.isEmpty()) {
            throw new BadValueException("a path is missing");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BadValueException(BadValueException.quoted(text) + " is no path: " + e.getReason());
        }
    }

    byte[] read(String path) throws BadValueException {
        if (path.equals("-")) {
            try {
                return limited(stdin, MOST_FROM_STREAMS, "standard input");
            } catch (IOException e) {
                throw new BadValueException("cannot read standard input: " + reason(e));
            }
        }
        return read(path(path));
    }

    byte[] read(Path path) throws BadValueException {
        String name = BadValueException.quoted(path.toString());
        try {
            if (Files.isDirectory(path)) {
                throw new BadValueException("cannot read " + name + ": it is a directory");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                try (InputStream in = openWithin(path)) {
                    return limited(in, MOST_FROM_STREAMS, name);
                }
            }
            // Before it is read; what it grows to meanwhile is bounded too.
            if (Files.exists(path) && Files.size(path) > MOST_FROM_FILES) {
                throw tooLarge(name, MOST_FROM_FILES);
            }
            try (InputStream in = Files.newInputStream(path)) {
                return limited(in, MOST_FROM_FILES, name);
            }
        } catch (IOException e) {
            throw new BadValueException("cannot read " + name + ": " + reason(e));
        }
    }

    String readText(String path) throws BadValueException {
        return text(read(path), path.equals("-") ? "standard input" : BadValueException.quoted(path));
    }

    static String text(byte[] bytes, String name) throws BadValueException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadValueException(name + " is not UTF-8 text");
        }
    }

    private static byte[] limited(InputStream in, int limit, String name) throws IOException, BadValueException {
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw tooLarge(name, limit);
        }
        return bytes;
    }

    private static BadValueException tooLarge(String name, int limit) {
        return new BadValueException("cannot read " + name + ": it has more than " + (limit >> 20) + " MiB");
    }

    // open(2) of a FIFO blocks until there is a writer and takes no interrupt, so another thread does it.
    private InputStream openWithin(Path path) throws IOException, BadValueException {
        CompletableFuture<InputStream> opened = new CompletableFuture<>();
        Thread opener = new Thread(() -> open(path, opened), "open " + path);
        opener.setDaemon(true);
        opener.start();
        try {
            return opened.get(openLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // If the opener was faster after all, its stream is ours to close.
            if (!opened.cancel(false)) {
                opened.join().close();
            }
            throw new BadValueException("cannot read " + BadValueException.quoted(path.toString())
                    + ": nobody opened the other end of it within " + openLimit.toSeconds() + " s");
        } catch (InterruptedException e) {
            opened.cancel(false);
            Thread.currentThread().interrupt();
            throw new BadValueException("cannot read " + BadValueException.quoted(path.toString()) + ": interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private static void open(Path path, CompletableFuture<InputStream> opened) {
        try {
            InputStream in = Files.newInputStream(path);
            if (!opened.complete(in)) {
                in.close();
            }
        } catch (IOException | RuntimeException e) {
            opened.completeExceptionally(e);
        }
    }

    /** Why, without the path, which the message has already. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        // What the system says begins with a capital; here it stands in the middle of a sentence.
        return reason == null || reason.isEmpty()
                ? e.getClass().getSimpleName()
                : Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
