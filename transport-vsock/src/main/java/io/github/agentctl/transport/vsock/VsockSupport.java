// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.vsock;

import io.github.agentctl.api.transport.Availability;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.TransportException;
import io.github.agentctl.api.transport.TransportException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketCapability;
import org.newsclub.net.unix.AFVSOCKSocketAddress;

/**
 * What of vsock(7) works on this machine. That a kernel makes the sockets does not mean that it carries them anywhere:
 * that is the work of other modules, one for each direction.
 */
final class VsockSupport {
    static final String LOAD_LOOPBACK = "as root: modprobe vsock_loopback";
    static final String NO_LOOPBACK =
            "CID 1, this machine itself: its kernel has no VSOCK loopback (" + LOAD_LOOPBACK + ")";

    private static final Path MODULES = Path.of("/sys/module");

    /** Those that reach a host or a guest. */
    private static final Set<String> CARRIERS =
            Set.of("vhost_vsock", "vmw_vsock_virtio_transport", "vmw_vsock_vmci_transport", "hv_sock");

    private VsockSupport() {}

    static Availability availability() {
        if (Sockets.AVAILABILITY instanceof Availability.Unavailable) {
            return Sockets.AVAILABILITY;
        }
        if (hasLoopback()) {
            return new Availability.Available();
        }
        if (isLoadedModule("vsock") && CARRIERS.stream().noneMatch(VsockSupport::isThere)) {
            return new Availability.Unavailable(
                    "the kernel has AF_VSOCK, but nothing that carries it: this is no guest of a hypervisor with VSOCK, and"
                            + " neither its host's module nor the loopback module is loaded",
                    LOAD_LOOPBACK + " (to reach CID 1), or modprobe vhost_vsock (to reach guests)");
        }
        return new Availability.Available("not for " + NO_LOOPBACK);
    }

    /**
     * Whether CID 1 leads anywhere. The kernel binds a socket to it only where it has loopback (vsock_find_cid), built in
     * or as a module. A connect would tell as well, but by nothing at all for two seconds.
     */
    static boolean hasLoopback() {
        try {
            VsockListener.bind(new Endpoint.Vsock(AFVSOCKSocketAddress.VMADDR_CID_LOCAL, Endpoint.ANY))
                    .close();
            return true;
        } catch (TransportException e) {
            // For lack of descriptors, say, nobody can tell.
            return e.reason() != Reason.IMPOSSIBLE;
        }
    }

    /** A module that is built in has no state, and may have no folder. */
    private static boolean isLoadedModule(String name) {
        return Files.exists(MODULES.resolve(name).resolve("initstate"));
    }

    private static boolean isThere(String module) {
        return Files.exists(MODULES.resolve(module));
    }

    /** Asked once, since the answer loads the native library. */
    private static final class Sockets {
        static final Availability AVAILABILITY = ask();

        private static Availability ask() {
            try {
                if (!AFSocket.isSupported()) {
                    return library("its native library cannot be loaded");
                }
                if (!AFSocket.supports(AFSocketCapability.CAPABILITY_VSOCK)) {
                    return kernel("this kernel makes no AF_VSOCK sockets");
                }
                VsockSocket.openChannel().close();
                return new Availability.Available();
            } catch (IOException e) {
                return kernel("this kernel makes no AF_VSOCK sockets (" + e.getMessage() + ")");
            } catch (NoClassDefFoundError e) {
                return new Availability.Unavailable(
                        "junixsocket is not on the class path",
                        "add com.kohlschutter.junixsocket:junixsocket-common and junixsocket-native-common");
            } catch (LinkageError | RuntimeException e) {
                return library("its native library cannot be loaded (" + e + ")");
            }
        }

        private static Availability kernel(String reason) {
            return new Availability.Unavailable(
                    reason,
                    "as root: modprobe vsock, and modprobe vhost_vsock on a host or vsock_loopback for CID 1 (there is a"
                            + " /dev/vsock then); a container needs an engine whose seccomp profile lets AF_VSOCK through");
        }

        private static Availability library(String reason) {
            return new Availability.Unavailable(
                    "junixsocket does not work here: " + reason,
                    "check that junixsocket-native-common is on the class path and that files in java.io.tmpdir ("
                            + System.getProperty("java.io.tmpdir")
                            + ") may be executed, or set -Djava.io.tmpdir to a directory where they may");
        }
    }
}
