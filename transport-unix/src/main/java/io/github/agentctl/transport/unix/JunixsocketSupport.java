// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.transport.unix;

import io.github.agentctl.api.transport.Availability;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFSocketCapability;

/** Whether junixsocket works here. Asked once, since the answer loads its native library. */
final class JunixsocketSupport {
    static final Availability AVAILABILITY = ask();

    private JunixsocketSupport() {}

    private static Availability ask() {
        try {
            if (!AFSocket.isSupported()) {
                return unavailable("its native library cannot be loaded");
            }
            if (!AFSocket.supports(AFSocketCapability.CAPABILITY_UNIX_DOMAIN)) {
                return unavailable("its native library knows no Unix sockets on this system");
            }
            return new Availability.Available();
        } catch (NoClassDefFoundError e) {
            return new Availability.Unavailable(
                    "junixsocket is not on the class path",
                    "add com.kohlschutter.junixsocket:junixsocket-common and junixsocket-native-common");
        } catch (LinkageError | RuntimeException e) {
            return unavailable("its native library cannot be loaded (" + e + ")");
        }
    }

    private static Availability unavailable(String reason) {
        return new Availability.Unavailable(
                "junixsocket does not work here: " + reason,
                "check that junixsocket-native-common is on the class path and that files in java.io.tmpdir ("
                        + System.getProperty("java.io.tmpdir")
                        + ") may be executed, or set -Djava.io.tmpdir to a directory where they may;"
                        + " a path (unix:///PATH) needs no junixsocket");
    }
}
