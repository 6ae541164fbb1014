// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Message;
import io.github.agentctl.api.Call;
import io.github.agentctl.api.SpecificationException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;

/** One run of commands in a test: what was noted, and shorter words for what every test asks. */
final class Commands {
    final List<String> notes = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    private final CallParser parser;

    private Commands(boolean autoValues, Path bundle, InputStream stdin) {
        parser = new CallParser(new CallParser.Options(autoValues, bundle, stdin, notes::add, warnings::add));
    }

    static Commands plain() {
        return new Commands(false, null, InputStream.nullInputStream());
    }

    static Commands plain(Path bundle) {
        return new Commands(false, bundle, InputStream.nullInputStream());
    }

    static Commands auto() {
        return new Commands(true, null, InputStream.nullInputStream());
    }

    static Commands auto(Path bundle) {
        return new Commands(true, bundle, InputStream.nullInputStream());
    }

    static Commands withStdin(String stdin) {
        return new Commands(false, null, new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
    }

    Call call(String text) {
        return parser.parse(text);
    }

    List<Message> requests(String text) {
        List<Message> requests = new ArrayList<>();
        call(text).requests().forEach(requests::add);
        return requests;
    }

    Message request(String text) {
        List<Message> requests = requests(text);
        Assertions.assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    <T extends Message> T request(String text, Class<T> type) {
        return type.cast(request(text));
    }

    SpecificationException fault(String text) {
        return Assertions.catchThrowableOfType(SpecificationException.class, () -> requests(text));
    }
}
