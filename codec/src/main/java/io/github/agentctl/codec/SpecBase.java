// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.ExecProcessRequest;
import io.github.agentctl.proto.Process;
import io.github.agentctl.proto.Spec;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The config.json that CreateContainer and ExecProcess start from: that of {@code spec=}, or else that of the bundle
 * where no document of the command holds a specification. An image's own config.json where neither is there, else
 * what of it is about the process, goes on top. All that the command says goes on top of it all.
 */
final class SpecBase {
    private static final String SPEC = "spec";
    private static final String BUNDLE = "bundle-dir";
    private static final String IMAGE = "image";
    private static final String ID = "id";
    private static final String FILE = "file://";

    /** What ExecProcess takes beside the request. */
    static final Set<String> EXTRAS = Set.of(SPEC, BUNDLE);

    /** What CreateContainer takes beside the request: the image and id of the Rust tool, too. */
    static final Set<String> CREATE_EXTRAS = Set.of(SPEC, BUNDLE, IMAGE, ID);

    private final @Nullable Path bundle;
    private final boolean autoValues;
    private final LocalFiles files;
    private final OciImage images;
    private final Consumer<UnpackedImage> unpacked;

    /** @param unpacked takes what an image is unpacked to, at once */
    SpecBase(
            @Nullable Path bundle,
            boolean autoValues,
            LocalFiles files,
            OciImage images,
            Consumer<UnpackedImage> unpacked) {
        this.bundle = bundle;
        this.autoValues = autoValues;
        this.files = files;
        this.images = images;
        this.unpacked = unpacked;
    }

    static boolean isFor(AgentCall call) {
        return call.name().equals("CreateContainer") || call.name().equals("ExecProcess");
    }

    void lay(Draft draft, CommandText command, Sources sources) {
        Draft ahead = new Draft(draft.call(), draft.extraNames(), note -> {}, warning -> {});
        sources.applyBaseless(ahead);
        boolean bundleWanted = autoValues ? !ahead.isGiven(field(draft.call())) : !sources.hasDocument();
        Draft.Extra bundleDir = ahead.extra(BUNDLE);
        Draft.Extra spec = ahead.extra(SPEC);
        Path folder = bundleDir == null ? bundle : path(bundleDir);
        if (spec != null) {
            Path config = path(spec);
            Path root = folder == null ? config.toAbsolutePath().getParent() : folder;
            new Config(draft, config, root, spec::fault).lay();
        } else if (folder != null && bundleWanted) {
            Function<String, SpecificationException> faults =
                    bundleDir == null ? problem -> command.fault(-1, problem) : bundleDir::fault;
            try {
                new Config(draft, new Bundle(folder).config(), folder, faults).lay();
            } catch (BadValueException e) {
                throw faults.apply(e.problem());
            }
        }
        Draft.Extra image = ahead.extra(IMAGE);
        if (image != null) {
            lay(draft, image);
        }
    }

    private void lay(Draft draft, Draft.Extra image) {
        UnpackedImage whole;
        try {
            whole = images.unpack(image.text());
        } catch (BadValueException e) {
            throw image.fault(e.problem());
        }
        unpacked.accept(whole);
        Path bundle = whole.bundle();
        draft.note("unpacked " + BadValueException.quoted(image.text()) + " to " + bundle
                + ", which is yours to delete when the container is gone");
        CreateContainerRequest.Builder create = (CreateContainerRequest.Builder) draft.request();
        Config config = new Config(draft, bundle.resolve("config.json"), bundle, image::fault);
        if (!create.hasOCI()) {
            config.lay();
            if (create.getOCI().getProcess().getTerminal()) {
                create.getOCIBuilder().getProcessBuilder().setTerminal(false);
                draft.note("set process.terminal to false");
            }
        }
        Process process = config.read(note -> {}).getProcess();
        Spec.Builder spec = create.getOCIBuilder();
        spec.getProcessBuilder()
                .clearArgs()
                .addAllArgs(process.getArgsList())
                .clearEnv()
                .addAllEnv(process.getEnvList())
                .setCwd(process.getCwd());
        spec.getRootBuilder().setPath(bundle.resolve("rootfs").toString());
    }

    /** The id of the Rust tool's form is that of the container. */
    static void applyId(Draft draft) {
        Draft.Extra id = draft.extra(ID);
        if (id == null || !(draft.request() instanceof CreateContainerRequest.Builder create)) {
            return;
        }
        if (draft.isGiven("container_id")) {
            throw id.fault("CreateContainer takes id or container_id, not both");
        }
        create.setContainerId(id.text());
        draft.give(draft.type().findFieldByNumber(CreateContainerRequest.CONTAINER_ID_FIELD_NUMBER));
    }

    /** Says so where neither a bundle nor the user gave what these calls are about. */
    static void noteWhereMissing(Draft draft) {
        String field = field(draft.call());
        if (!draft.isGiven(field) && !draft.request().hasField(draft.type().findFieldByName(field))) {
            draft.note(draft.call().name() + ": no bundle and no spec=, so nothing fills in " + field);
        }
    }

    private static String field(AgentCall call) {
        return call.name().equals("ExecProcess") ? "process" : "OCI";
    }

    private static Path path(Draft.Extra extra) {
        String text = extra.text().startsWith(FILE) ? extra.text().substring(FILE.length()) : extra.text();
        try {
            return LocalFiles.path(text);
        } catch (BadValueException e) {
            throw extra.fault(e.problem());
        }
    }

    /** One config.json on its way into a request. */
    private final class Config {
        private final Draft draft;
        private final Path path;
        private final @Nullable Path bundle;
        private final Function<String, SpecificationException> faults;

        Config(Draft draft, Path path, @Nullable Path bundle, Function<String, SpecificationException> faults) {
            this.draft = draft;
            this.path = path;
            this.bundle = bundle;
            this.faults = faults;
        }

        void lay() {
            if (draft.request() instanceof ExecProcessRequest.Builder exec) {
                Spec spec = read(note -> {
                            if (note.contains(" process.")) {
                                draft.note(note);
                            }
                        })
                        .build();
                if (!spec.hasProcess()) {
                    throw faults.apply(BadValueException.quoted(path.toString()) + " has no process to execute");
                }
                exec.setProcess(spec.getProcess());
            } else if (draft.request() instanceof CreateContainerRequest.Builder create) {
                Spec.Builder spec = read(draft::note);
                if (autoValues && bundle != null) {
                    adapt(spec, bundle);
                    draft.markRuntimeSpec();
                }
                create.setOCI(spec);
            }
        }

        private void adapt(Spec.Builder spec, Path bundle) {
            try {
                RuntimeSpec.adapt(spec, bundle, draft::note);
            } catch (BadValueException e) {
                throw faults.apply(BadValueException.quoted(path.toString()) + ": root.path: " + e.problem());
            }
        }

        Spec.Builder read(Consumer<String> notes) {
            Spec.Builder spec = Spec.newBuilder();
            String text = text();
            JsonDocument json = new JsonDocument(
                    text,
                    (offset, problem) -> faults.apply(Sources.place(path.toString(), text, offset) + ": " + problem));
            JsonMerge.configJson(json, draft, spec, notes);
            return spec;
        }

        private String text() {
            try {
                return files.readText(path.toString());
            } catch (BadValueException e) {
                throw faults.apply(e.problem());
            }
        }
    }
}
