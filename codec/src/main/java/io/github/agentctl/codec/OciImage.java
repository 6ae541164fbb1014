// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Container images as bundles, by the programs that do it elsewhere: skopeo(1) pulls, umoci(1) unpacks. They run as
 * children, with nothing to read, and end with the thread that waits for them.
 *
 * @param searchPath directories of programs, as in the variable PATH
 * @param temporary where new directories are made
 */
record OciImage(String searchPath, Path temporary) {
    private static final String SKOPEO = "skopeo";
    private static final String UMOCI = "umoci";

    /** How much is told of what a program said last. */
    private static final int SAID = 500;

    /** Of skopeo's own names of places; any other name is one of a registry's. */
    private static final String TRANSPORT =
            "(docker://|oci:|oci-archive:|docker-archive:|docker-daemon:|containers-storage:|dir:).*";

    static OciImage installed() {
        String path = System.getenv("PATH");
        return new OciImage(path == null ? "" : path, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * Pulls an image and unpacks it into a new directory for temporary files, where it stays.
     *
     * @param image its name in a registry ({@code docker.io/library/busybox:latest}), or a place in skopeo's words
     *     ({@code oci:/path:tag})
     * @return with a bundle that has {@code config.json} and {@code rootfs}
     * @throws BadValueException where that fails; nothing is left behind then
     */
    UnpackedImage unpack(String image) throws BadValueException {
        if (image.isBlank()) {
            throw new BadValueException("the name of an image is missing, such as docker.io/library/busybox");
        }
        Path skopeo = program(SKOPEO);
        Path umoci = program(UMOCI);
        try {
            Path directory = Files.createTempDirectory(temporary, "kata-agent-ctl-image-");
            boolean done = false;
            try {
                Path bundle = unpack(image, skopeo, umoci, directory);
                done = true;
                return new UnpackedImage(directory, bundle);
            } finally {
                UnpackedImage.delete(done ? directory.resolve("image") : directory);
            }
        } catch (IOException e) {
            throw new BadValueException("cannot unpack an image: " + LocalFiles.reason(e));
        }
    }

    private Path unpack(String image, Path skopeo, Path umoci, Path directory) throws IOException, BadValueException {
        String layout = directory.resolve("image") + ":latest";
        Path bundle = directory.resolve("bundle");
        String source = image.matches(TRANSPORT) ? image : "docker://" + image;
        run(directory, "cannot pull", image, List.of(skopeo.toString(), "copy", source, "oci:" + layout));
        List<String> unpack = new ArrayList<>(List.of(umoci.toString(), "unpack"));
        if (!System.getProperty("user.name").equals("root")) {
            unpack.add("--rootless");
        }
        unpack.addAll(List.of("--image", layout, bundle.toString()));
        run(directory, "cannot unpack", image, unpack);
        if (!Files.isRegularFile(bundle.resolve("config.json"), LinkOption.NOFOLLOW_LINKS)
                || !Files.isDirectory(bundle.resolve("rootfs"), LinkOption.NOFOLLOW_LINKS)) {
            throw new BadValueException(
                    UMOCI + " has left no config.json and no rootfs of " + BadValueException.quoted(image));
        }
        return bundle;
    }

    private Path program(String name) throws BadValueException {
        for (String directory : searchPath.split(File.pathSeparator, -1)) {
            if (directory.startsWith("/") && Files.isExecutable(Path.of(directory, name))) {
                return Path.of(directory, name);
            }
        }
        throw new BadValueException("an image needs the program " + name + ", which is not on the PATH; install it"
                + " (" + SKOPEO + " pulls, " + UMOCI + " unpacks), or name a bundle-dir or a spec instead");
    }

    private static void run(Path directory, String failure, String image, List<String> command)
            throws IOException, BadValueException {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile())
                .start();
        int code;
        try {
            code = process.waitFor();
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new BadValueException(failure + " " + BadValueException.quoted(image) + ": interrupted");
        }
        if (code != 0) {
            String program = Path.of(command.get(0)).getFileName().toString();
            throw new BadValueException(failure + " " + BadValueException.quoted(image) + ": " + program
                    + " ended with " + code + ": " + last(said));
        }
        Files.delete(said);
    }

    private static String last(Path said) throws IOException {
        String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "it said nothing" : text.substring(Math.max(0, text.length() - SAID));
    }
}
