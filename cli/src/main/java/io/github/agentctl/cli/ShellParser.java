// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.codec.Completion;
import java.util.List;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Leaves lines as they are: what their words are is for the commands to say. */
final class ShellParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        Completion completion =
                context == ParseContext.COMPLETE ? completion(line, cursor) : new Completion(0, List.of());
        return new ShellLine(line, cursor, completion);
    }

    /** Of the command that the cursor is in: there are several where lines are pasted. */
    private static Completion completion(String lines, int cursor) {
        int begin = lines.substring(0, cursor).lastIndexOf('\n') + 1;
        Completion completion = CommandCompletion.of(lines.substring(begin, cursor));
        return new Completion(begin + completion.start(), completion.suggestions());
    }
}
