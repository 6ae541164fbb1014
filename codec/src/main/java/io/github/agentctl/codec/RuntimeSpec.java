// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import io.github.agentctl.proto.LinuxNamespace;
import io.github.agentctl.proto.Spec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes a bundle's specification what the Kata runtimes would send: the pid, network and cgroup namespaces are the
 * guest's own business (the agent adds the pid namespace itself and fails on a second one), paths of namespaces and of
 * a relative root mean something on the host only.
 */
final class RuntimeSpec {
    private static final Set<String> DROPPED = Set.of("pid", "network", "cgroup");

    private RuntimeSpec() {}

    /** @throws BadValueException when the root's path cannot be one */
    static void adapt(Spec.Builder spec, Path bundle, Consumer<String> notes) throws BadValueException {
        if (spec.hasLinux() && spec.getLinux().getNamespacesCount() > 0) {
            List<LinuxNamespace> namespaces = List.copyOf(spec.getLinux().getNamespacesList());
            spec.getLinuxBuilder().clearNamespaces();
            for (LinuxNamespace namespace : namespaces) {
                namespace(spec, namespace, notes);
            }
        }
        if (spec.hasRoot() && !spec.getRoot().getPath().isEmpty()) {
            String path = spec.getRoot().getPath();
            String absolute = bundle.toAbsolutePath()
                    .resolve(LocalFiles.path(path))
                    .normalize()
                    .toString();
            if (!path.startsWith("/")) {
                spec.getRootBuilder().setPath(absolute);
                notes.accept("made root.path absolute: " + Quoted.cut(absolute));
            }
        }
    }

    private static void namespace(Spec.Builder spec, LinuxNamespace namespace, Consumer<String> notes) {
        String type = Quoted.cut(namespace.getType());
        if (DROPPED.contains(namespace.getType())) {
            notes.accept("dropped the " + type + " namespace");
            return;
        }
        if (!namespace.getPath().isEmpty()) {
            notes.accept(
                    "emptied the path of the " + type + " namespace, " + BadValueException.quoted(namespace.getPath()));
        }
        spec.getLinuxBuilder().addNamespaces(namespace.toBuilder().clearPath());
    }
}
