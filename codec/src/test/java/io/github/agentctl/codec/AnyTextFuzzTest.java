// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** {@link AnyText} over the kept corpus, and over what a fuzzer finds when it is asked to look (CONTRIBUTING.md). */
class AnyTextFuzzTest {
    private static final Pattern SLASH_ELSEWHERE = Pattern.compile("(?<!json:/?)/");

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Without a slash there is no file to read but those of this folder: a fuzzer knows no bounds. */
    @FuzzTest
    void command(byte[] bytes) {
        AnyText.command(SLASH_ELSEWHERE.matcher(text(bytes)).replaceAll("_"));
    }

    /** Both dialects: a document may mix them. */
    @FuzzTest
    void json(byte[] bytes) {
        AnyText.json("UpdateRoutes", text(bytes));
        AnyText.json("WriteStdin", text(bytes));
        AnyText.json("StartContainer", text(bytes));
    }

    @FuzzTest
    void jsonOfTheLargestRequest(byte[] bytes) {
        AnyText.json("CreateContainer", SLASH_ELSEWHERE.matcher(text(bytes)).replaceAll("_"));
    }

    @FuzzTest
    void configJson(byte[] bytes) {
        AnyText.configJson(text(bytes));
    }

    @FuzzTest
    void reply(byte[] bytes) {
        AnyText.reply(bytes);
    }
}
