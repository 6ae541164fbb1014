// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The folder of an OCI bundle. */
record Bundle(Path folder) {
    /**
     * Where its config.json is. The folder is looked at first: what is wrong with it says more than that a file in it
     * cannot be seen.
     */
    Path config() throws BadValueException {
        String name = BadValueException.quoted(folder.toString());
        try {
            if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
                throw new BadValueException("the bundle " + name + " is not a directory");
            }
        } catch (NoSuchFileException e) {
            throw new BadValueException("the bundle " + name + " does not exist");
        } catch (IOException e) {
            throw new BadValueException("cannot read the bundle " + name + ": " + LocalFiles.reason(e));
        }
        if (!Files.isExecutable(folder)) {
            throw new BadValueException("cannot read the bundle " + name + ": permission denied");
        }
        Path config = folder.resolve("config.json");
        if (Files.notExists(config)) {
            throw new BadValueException("the bundle has no config.json: "
                    + BadValueException.quoted(config.toString()) + " does not exist");
        }
        return config;
    }
}
