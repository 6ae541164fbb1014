// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import io.github.agentctl.api.Call;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.proto.SetPolicyRequest;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the commands of one run. A command is the name of a call and any number of sources, which apply from left to
 * right and later ones over earlier ones (messages and maps merge, a list replaces what earlier sources put there):
 *
 * <ul>
 *   <li>{@code name=value}, with the quotes of a shell; {@code interface.mtu=1500}, {@code dns=a,b}, {@code dns[0]=a},
 *       {@code OCI.Annotations[key]=v}. Words side by side are one source, so {@code dns=a dns=b} gives both. Numbers are
 *       decimal, {@code 0x} or {@code 0o}; bytes are text, {@code hex:}, {@code base64:} or {@code @file}.
 *   <li>{@code json://{...}}, up to its closing brace, in proto3 JSON or the Rust tool's dialect.
 *   <li>{@code file:///path}, a JSON file; {@code file://-} or {@code -} is standard input.
 * </ul>
 *
 * <p>Beside the fields of its request, CopyFile takes {@code src} and {@code dest}, SetPolicy {@code policy_file},
 * CreateContainer and ExecProcess {@code spec} (a config.json that all other sources go on top of) and
 * {@code bundle-dir}, by name=value or in JSON. CreateContainer also takes {@code image} and {@code id}: the image is
 * pulled by skopeo and unpacked by umoci, generated values or not, and its bundle's config.json is what the request is
 * made from; where there is a spec or a bundle as well, that is, and the image gives arguments, environment, working
 * directory and root. A config.json, the bundle's or that of spec, is adapted as the Kata
 * runtimes adapt it where values are generated, and sent as it is where not; what an agent has no field for is left out
 * with a note.
 *
 * <p>With generated values, what the user gave nowhere is filled in, a value that equals the default being given all the
 * same; and ids that were made or given in one command are known to the next ones. Any call takes {@code cid=},
 * {@code sid=} and {@code exec_id=} for the sake of those. Without generated values nothing is filled in at all.
 *
 * <p>Not thread-safe: one instance per run of commands. Reads local files, so it may block; opening a FIFO that has no
 * writer gives up after 10 s.
 */
public final class CallParser {
    private final Options options;
    private final LocalFiles files;
    private final OciImage images;
    private final AutoValues values = new AutoValues();
    private final List<UnpackedImage> unpacked = new ArrayList<>();

    /**
     * How the commands of a run are read.
     *
     * @param autoValues whether to fill in what the user did not give
     * @param bundle the folder of an OCI bundle, whose config.json CreateContainer and ExecProcess start from; null for
     *     none. It is looked at when a call needs it
     * @param stdin what {@code file://-} reads
     * @param notes takes one line, without an end of line, for each thing that is sent otherwise than it was written
     * @param warnings takes such a line for each thing that is sent as written and may be meant otherwise
     */
    public record Options(
            boolean autoValues,
            @Nullable Path bundle,
            InputStream stdin,
            Consumer<String> notes,
            Consumer<String> warnings) {
        public Options {
            requireNonNull(stdin, "stdin is null");
            requireNonNull(notes, "notes is null");
            requireNonNull(warnings, "warnings is null");
        }

        /** One taker for both, notes and warnings. */
        public Options(boolean autoValues, @Nullable Path bundle, InputStream stdin, Consumer<String> notes) {
            this(autoValues, bundle, stdin, notes, notes);
        }
    }

    public CallParser(Options options) {
        this(options, OciImage.installed());
    }

    CallParser(Options options, OciImage images) {
        this.options = requireNonNull(options, "options is null");
        this.images = images;
        this.files = new LocalFiles(options.stdin());
    }

    /**
     * Reads one command. Where it unpacks an image, {@link #keepImages} or {@link #discardImages} is to follow; a command
     * that cannot be read leaves nothing behind.
     *
     * @return the call; more than one request where a file is copied, read while they are iterated
     * @throws SpecificationException when the text names no call, no field, or a value that the field cannot hold, or a
     *     local file that cannot be read; the text it holds is the whole command
     */
    public Call parse(String commandText) {
        CommandText command = new CommandText(requireNonNull(commandText, "commandText is null"));
        Word name = command.word();
        if (name.text().isEmpty()) {
            throw command.fault(-1, "the command is empty; expected the name of a call");
        }
        Optional<AgentCall> call = Catalogue.find(name.text());
        if (call.isEmpty()) {
            throw command.fault(name.position(), unknown(name.text()));
        }
        return parse(call.get(), command);
    }

    static String unknown(String name) {
        return "unknown call " + BadValueException.quoted(name) + Nearest.hint(name, Catalogue.names());
    }

    /**
     * Leaves the images that were unpacked to the containers that were made from them, whoever deletes those: for a call
     * that succeeded.
     */
    public void keepImages() {
        unpacked.clear();
    }

    /** Deletes what images were unpacked to since the last {@link #keepImages}: for a call that failed. */
    public void discardImages() {
        discard(unpacked);
    }

    private void discard(List<UnpackedImage> images) {
        for (UnpackedImage image : images) {
            image.delete();
            options.notes().accept("deleted " + image.directory() + ", since there is no container from it");
        }
        images.clear();
    }

    /** Reads the sources that follow the name of a call. */
    Call parse(AgentCall call, CommandText command) {
        int before = unpacked.size();
        try {
            return read(call, command);
        } catch (RuntimeException e) {
            discard(unpacked.subList(before, unpacked.size()));
            throw e;
        }
    }

    private Call read(AgentCall call, CommandText command) {
        Sources sources = new Sources(command, files);
        Draft draft = new Draft(call, call.extras(), options.notes(), options.warnings());
        if (SpecBase.isFor(call)) {
            new SpecBase(options.bundle(), options.autoValues(), files, images, unpacked::add)
                    .lay(draft, command, sources);
        }
        sources.apply(draft);
        SpecBase.applyId(draft);
        policy(draft);
        if (options.autoValues()) {
            if (SpecBase.isFor(call)) {
                SpecBase.noteWhereMissing(draft);
            }
            values.complete(draft);
        }
        Iterable<? extends Message> requests = call.name().equals("CopyFile")
                ? FileCopy.requests(draft)
                : List.of(draft.request().build());
        values.remember(draft);
        return new Call(call.method(), requests);
    }

    private void policy(Draft draft) {
        Draft.Extra file = draft.extra("policy_file");
        if (file == null) {
            if (draft.call().name().equals("SetPolicy")) {
                draft.noteWhereEmpty("policy=TEXT or policy_file=PATH");
            }
            return;
        }
        if (draft.isGiven("policy")) {
            throw file.fault("SetPolicy takes policy or policy_file, not both");
        }
        try {
            ((SetPolicyRequest.Builder) draft.request()).setPolicy(files.readText(file.text()));
        } catch (BadValueException e) {
            throw file.fault(e.problem());
        }
    }
}
