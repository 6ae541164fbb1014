// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

/** One case of the matrix, seen from the client. */
record Case(String name, boolean alone, Play play) {
    /** Plays the case. */
    @FunctionalInterface
    interface Play {
        /** What is worth telling beside "ok"; may be empty.
         *
         * @throws NotApplicableException when this client cannot play it with this server
         * @throws AssertionError when the server did not do as it should */
        String with(Session session) throws Exception;
    }

    /** May run many times at once on one connection. */
    static Case shared(String name, Play play) {
        return new Case(name, false, play);
    }

    /** Breaks its connection or its server, so it runs once, on connections of its own. */
    static Case alone(String name, Play play) {
        return new Case(name, true, play);
    }

    /** Why a case says nothing here. */
    static final class NotApplicableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotApplicableException(String why) {
            super(why);
        }
    }
}
