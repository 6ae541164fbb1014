// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.api.transport;

import io.github.agentctl.api.EndpointException;
import java.util.Locale;

/** Reads addresses; {@link Endpoint#parse} is its public face. */
final class EndpointParser {
    private static final String FORMS =
            "expected unix:///PATH, unix://@NAME, vsock://CID:PORT, hvsock:///PATH[:PORT] or sim:";
    private static final String LISTENING_FORMS =
            "expected unix:///PATH, unix://@NAME, vsock://CID:PORT or hvsock:///PATH[:PORT]";
    private static final String VSOCK_FORM = "expected vsock://CID:PORT, as in vsock://3:" + Endpoint.AGENT_PORT;
    private static final String HYBRID_FORM = "expected hvsock:///PATH[:PORT] or hvsock://@NAME[:PORT]";

    private final String address;
    private final String forms;

    private EndpointParser(String address, String forms) {
        this.address = address;
        this.forms = forms;
    }

    static Endpoint parse(String address) {
        return new EndpointParser(address, FORMS).parse();
    }

    static Endpoint parseForListening(String address) {
        return new EndpointParser(address, LISTENING_FORMS).parse();
    }

    private Endpoint parse() {
        refuseWhatOtherToolsPrint();
        int colon = address.indexOf(':');
        if (colon < 0) {
            String guess = address.isEmpty() ? "" : "; did you mean unix://" + address + "?";
            throw problem("it has no scheme; " + forms + guess);
        }
        String scheme = address.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!Endpoint.SCHEME.matcher(scheme).matches()) {
            throw problem("'" + address.substring(0, colon) + "' is no scheme; " + forms);
        }
        String rest = address.substring(colon + 1);
        return switch (scheme) {
            case "unix" -> unix(afterSlashes(rest));
            case "vsock" -> vsock(afterSlashes(rest));
            case "hvsock" -> hybrid(afterSlashes(rest));
            default -> new Endpoint.Other(scheme, rest.startsWith("//") ? rest.substring(2) : rest);
        };
    }

    /** {@code kata-runtime env | jq} prints the socket's path in quotes and with a tag for the sandbox. */
    private void refuseWhatOtherToolsPrint() {
        if (address.indexOf('"') >= 0 || address.indexOf('\'') >= 0) {
            String bare = address.replace("\"", "").replace("'", "");
            throw problem("it has quotes in it (jq -r prints none); use " + bare.replace("{ID}", "SANDBOX_ID"));
        }
        if (address.contains("{ID}")) {
            throw problem("{ID} stands for the sandbox; use its name, as in " + address.replace("{ID}", "SANDBOX_ID"));
        }
    }

    private String afterSlashes(String rest) {
        if (!rest.startsWith("//")) {
            String scheme = address.substring(0, address.length() - rest.length());
            throw problem("'//' is missing after the scheme; use " + scheme + "//" + rest);
        }
        return rest.substring(2);
    }

    private Endpoint unix(String text) {
        if (text.indexOf('\0') >= 0) {
            throw problem("a socket's name holds no NUL; an abstract one is written unix://@NAME");
        }
        if (text.isEmpty() || text.equals("@")) {
            throw problem("it names no socket; expected unix:///PATH or unix://@NAME");
        }
        return text.startsWith("@") ? new Endpoint.AbstractUnix(text.substring(1)) : new Endpoint.Unix(text);
    }

    private Endpoint vsock(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            throw problem(VSOCK_FORM);
        }
        String cid = text.substring(0, colon);
        boolean any = cid.isEmpty() || cid.equals("-1");
        return new Endpoint.Vsock(
                any ? Endpoint.ANY : number("CID", cid, VSOCK_FORM), port(text.substring(colon + 1), VSOCK_FORM));
    }

    private Endpoint hybrid(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf('/');
        String socket = hasPort ? text.substring(0, colon) : text;
        return new Endpoint.Hybrid(
                unix(socket), hasPort ? port(text.substring(colon + 1), HYBRID_FORM) : Endpoint.AGENT_PORT);
    }

    private int port(String text, String form) {
        return text.equals("*") ? Endpoint.ANY : number("port", text, form);
    }

    private int number(String what, String text, String form) {
        try {
            // Not Character.isDigit: other scripts have digits too.
            if (text.matches("[0-9]+")) {
                int value = Integer.parseUnsignedInt(text);
                if (value != Endpoint.ANY) {
                    return value;
                }
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw problem("the " + what + " '" + text + "' is no decimal number from 0 to 4294967294; " + form);
    }

    private EndpointException problem(String text) {
        return new EndpointException(address, text);
    }
}
