// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.SetPolicyRequest;
import io.grpc.Status.Code;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which requests the agent takes, by the names of their messages. Of the language of policies it knows the one sentence
 * {@code default NAME := true} or {@code false}. Everything is allowed until a policy is set; a policy has to name what
 * it allows. Thread-safe.
 */
final class Policy {
    private static final Pattern RULE = Pattern.compile("default\\s+(\\w+)\\s*:?=\\s*(true|false)");
    private static final String PACKAGE = "package agent_policy";
    /** What the real one says where its policy gives no answer; so does allow-all.rego for five of the calls. */
    private static final String UNKNOWN =
            ": internal error policy check: unexpected eval_query result len QueryResults { result: [] }";

    /** Null until one is set. */
    private volatile @Nullable Map<String, Boolean> rules;

    void register(Calls calls) {
        calls.answer(AgentServiceGrpc.getSetPolicyMethod(), this::set);
    }

    /** @throws io.grpc.StatusRuntimeException when the policy in force does not know the request */
    boolean allows(String request) {
        Map<String, Boolean> set = rules;
        if (set == null) {
            return true;
        }
        return Optional.ofNullable(set.get(request))
                .orElseThrow(() -> Failure.quoted(Code.INTERNAL, request + UNKNOWN));
    }

    private Empty set(SetPolicyRequest request) {
        rules = parse(request.getPolicy());
        return Empty.getDefaultInstance();
    }

    private static Map<String, Boolean> parse(String text) {
        Map<String, Boolean> rules = new HashMap<>();
        boolean named = false;
        for (String line : text.lines().map(Policy::withoutComment).toList()) {
            Matcher rule = RULE.matcher(line);
            if (line.equals(PACKAGE)) {
                named = true;
            } else if (rule.matches()) {
                rules.put(rule.group(1), rule.group(2).equals("true"));
            } else if (!line.isEmpty()) {
                throw bad("the simulated agent knows only 'default NAME := true' and 'false', not: " + line);
            }
        }
        if (!named) {
            throw bad("there is no line: " + PACKAGE);
        }
        return rules;
    }

    private static String withoutComment(String line) {
        int hash = line.indexOf('#');
        return (hash < 0 ? line : line.substring(0, hash)).strip();
    }

    private static RuntimeException bad(String why) {
        return Failure.quoted(Code.INVALID_ARGUMENT, why);
    }
}
