// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import java.util.BitSet;

/**
 * A piece of a command after its quotes are taken off, which still knows where each of its letters stood.
 *
 * @param text the letters
 * @param at for each letter its place in the command; one more for the place behind the last
 * @param quoted which letters stood in quotes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Word(String text, int[] at, BitSet quoted) {

    /** A word that stands in the command as it is, such as JSON. */
    static Word plain(String command, int from, int to) {
        int[] at = new int[to - from + 1];
        for (int i = 0; i < at.length; i++) {
            at[i] = from + i;
        }
        return new Word(command.substring(from, to), at, new BitSet());
    }

    /** Where in the command a letter of this word stands. */
    int position(int index) {
        return at[Math.max(0, Math.min(index, text.length()))];
    }

    int position() {
        return at[0];
    }

    Word part(int from, int to) {
        int[] places = new int[to - from + 1];
        System.arraycopy(at, from, places, 0, places.length);
        return new Word(text.substring(from, to), places, quoted.get(from, to));
    }

    Word from(int start) {
        return part(start, text.length());
    }
}
