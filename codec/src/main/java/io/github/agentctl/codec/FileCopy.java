// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.github.agentctl.proto.CopyFileRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/**
 * The requests that copy one local file, directory (itself, not what is in it) or symbolic link to the guest. A file
 * goes in pieces of 1 MiB that are read while the requests are iterated; each piece opens the file anew, so that an
 * iteration that is given up leaves nothing open, and a file that has become shorter or another one is an error.
 */
final class FileCopy implements Iterable<Message> {
    static final int CHUNK = 1 << 20;
    private static final String SRC = "src";
    private static final String DEST = "dest";

    /** What CopyFile takes beside the request. */
    static final Set<String> EXTRAS = Set.of(SRC, DEST);

    /** The directory bit as Go's os.FileMode has it, and rwxr-x---: what the runtimes send. */
    private static final int DIRECTORY_MODE = 0x800001e8;

    private final Draft.Extra src;
    private final Path path;
    private final CopyFileRequest head;
    private final FileFacts facts;

    private FileCopy(Draft.Extra src, Path path, CopyFileRequest head, FileFacts facts) {
        this.src = src;
        this.path = path;
        this.head = head;
        this.facts = facts;
    }

    /** The requests for a command with src and dest; its one request as it is where it has neither. */
    static Iterable<Message> requests(Draft draft) {
        Draft.Extra src = draft.extra(SRC);
        Draft.Extra dest = draft.extra(DEST);
        if (src == null && dest == null) {
            draft.noteWhereEmpty("src=PATH and dest=PATH, or the fields of its request");
            return List.of(draft.request().build());
        }
        if (src == null || dest == null) {
            throw Objects.requireNonNull(src == null ? dest : src)
                    .fault("CopyFile takes src and dest together; " + (src == null ? SRC : DEST) + " is missing");
        }
        for (String field : List.of("path", "file_size", "offset", "data")) {
            if (draft.isGiven(field)) {
                throw src.fault("CopyFile takes " + field + " from src and dest: give either those or " + field);
            }
        }
        try {
            Path path = LocalFiles.path(src.text());
            FileFacts facts = FileFacts.of(path);
            return new FileCopy(src, path, head(draft, dest.text(), path, facts), facts);
        } catch (BadValueException e) {
            throw src.fault(e.problem());
        } catch (IOException e) {
            throw src.fault(problem(src.text(), LocalFiles.reason(e)));
        }
    }

    private static CopyFileRequest head(Draft draft, String dest, Path path, FileFacts facts)
            throws IOException, BadValueException {
        CopyFileRequest.Builder head = ((CopyFileRequest.Builder) draft.request()).setPath(dest);
        if (!draft.isGiven("file_mode")) {
            head.setFileMode(facts.mode());
        }
        if (!draft.isGiven("dir_mode")) {
            head.setDirMode(DIRECTORY_MODE);
        }
        if (!draft.isGiven("uid")) {
            head.setUid(facts.uid());
        }
        if (!draft.isGiven("gid")) {
            head.setGid(facts.gid());
        }
        switch (facts.kind()) {
            case FILE -> head.setFileSize(facts.size());
            case LINK ->
                head.setData(
                        ByteString.copyFromUtf8(Files.readSymbolicLink(path).toString()));
            case DIRECTORY ->
                draft.note("CopyFile: " + BadValueException.quoted(path.toString())
                        + " is a directory and goes without its contents");
            case OTHER ->
                throw new BadValueException(BadValueException.quoted(path.toString())
                        + " is no file, directory or symbolic link; only these can be copied");
        }
        return head.build();
    }

    @Override
    public Iterator<Message> iterator() {
        return new Iterator<>() {
            private long offset;
            private boolean started;

            @Override
            public boolean hasNext() {
                return !started || offset < head.getFileSize();
            }

            @Override
            public Message next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                started = true;
                if (head.getFileSize() == 0) {
                    return head;
                }
                CopyFileRequest piece =
                        head.toBuilder().setOffset(offset).setData(read(offset)).build();
                offset += piece.getData().size();
                return piece;
            }
        };
    }

    private ByteString read(long offset) {
        int length = (int) Math.min(CHUNK, head.getFileSize() - offset);
        ByteBuffer piece = ByteBuffer.allocate(length);
        try {
            // A FIFO put in the file's place would block the open that follows.
            if (!FileFacts.of(path).isSameFileAs(facts)) {
                throw src.fault(problem(src.text(), "another file took its place while it was copied"));
            }
            try (SeekableByteChannel in =
                    Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                in.position(offset);
                while (piece.hasRemaining()) {
                    if (in.read(piece) < 0) {
                        throw src.fault(problem(
                                src.text(),
                                "it became shorter than its " + head.getFileSize() + " bytes while it was copied"));
                    }
                }
            }
        } catch (IOException e) {
            throw src.fault(problem(src.text(), LocalFiles.reason(e)));
        }
        return ByteString.copyFrom(piece.flip());
    }

    private static String problem(String path, String reason) {
        return "cannot copy " + BadValueException.quoted(path) + ": " + reason;
    }
}
