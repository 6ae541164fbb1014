// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import io.github.agentctl.ttrpc.Wire.Pair;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * grpc's metadata to the pairs of a ttrpc request, and back: one pair per value, keys in lower case. Values of keys
 * that end in {@code -bin} are base64 on the wire, as gRPC has them.
 */
final class Headers {
    private static final Pattern VALID_KEY = Pattern.compile("[0-9a-z_.-]+");

    /** What a header of grpc holds; of anything else it would make question marks. */
    private static final Pattern VALID_VALUE = Pattern.compile("[\\x20-\\x7e]*");

    private Headers() {}

    static List<Pair> toPairs(Metadata headers) {
        if (headers.keys().isEmpty()) {
            return List.of();
        }
        List<Pair> pairs = new ArrayList<>();
        for (String key : headers.keys()) {
            if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                Iterable<byte[]> values = headers.getAll(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER));
                if (values != null) {
                    values.forEach(value -> pairs.add(
                            new Pair(key, Base64.getEncoder().withoutPadding().encodeToString(value))));
                }
            } else {
                Iterable<String> values = headers.getAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
                if (values != null) {
                    values.forEach(value -> pairs.add(new Pair(key, value)));
                }
            }
        }
        return pairs;
    }

    /**
     * Pairs that no grpc header can hold are left out: a key with other characters, a value that is not printable ASCII,
     * or no base64 where the key says that it is.
     */
    static Metadata fromPairs(List<Pair> pairs) {
        Metadata headers = new Metadata();
        for (Pair pair : pairs) {
            String key = pair.key().toLowerCase(Locale.ROOT);
            if (!VALID_KEY.matcher(key).matches()) {
                continue;
            }
            if (!key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                if (VALID_VALUE.matcher(pair.value()).matches()) {
                    headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), pair.value());
                }
                continue;
            }
            try {
                byte[] value = Base64.getDecoder().decode(pair.value());
                headers.put(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER), value);
            } catch (IllegalArgumentException e) {
                // No base64: left out.
            }
        }
        return headers;
    }
}
