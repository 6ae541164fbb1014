// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.github.agentctl.api.SpecificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request while it is being put together. Knows which fields the user gave, since a field given its default is given
 * all the same and must not be filled in; and holds what a command says beside the request (the files it is made from).
 */
final class Draft {
    /** A value beside the request, and how to make the exception for a fault in it. */
    record Extra(String text, Function<String, SpecificationException> faults) {
        SpecificationException fault(String problem) {
            return faults.apply(problem);
        }
    }

    private final AgentCall call;
    private final Message.Builder request;
    private final Set<String> extraNames;
    private final Consumer<String> notes;
    private final Consumer<String> warnings;
    private final Set<FieldDescriptor> given = new HashSet<>();
    private final Set<String> startedLists = new HashSet<>();
    private final Map<String, Extra> extras = new HashMap<>();
    private boolean runtimeSpec;

    Draft(AgentCall call, Set<String> extraNames, Consumer<String> notes, Consumer<String> warnings) {
        this.call = call;
        this.request = call.emptyRequest().newBuilderForType();
        this.extraNames = extraNames;
        this.notes = notes;
        this.warnings = warnings;
    }

    AgentCall call() {
        return call;
    }

    Message.Builder request() {
        return request;
    }

    Descriptor type() {
        return request.getDescriptorForType();
    }

    void note(String note) {
        notes.accept(note);
    }

    /** Says so where the user gave nothing at all, and what there is to give. */
    void noteWhereEmpty(String values) {
        if (given.isEmpty() && extras.isEmpty()) {
            note(call.name() + ": nothing is given, so an empty request goes out; it takes " + values);
        }
    }

    void warn(String warning) {
        warnings.accept(warning);
    }

    void give(FieldDescriptor field) {
        given.add(field);
    }

    boolean isGiven(@Nullable FieldDescriptor field) {
        return field != null && given.contains(field);
    }

    boolean isGiven(String name) {
        return isGiven(type().findFieldByName(name));
    }

    /** True for the first name=value of a list in this source: it replaces what earlier sources said. */
    boolean startList(String path) {
        return startedLists.add(path);
    }

    void nextSource() {
        startedLists.clear();
    }

    Set<String> extraNames() {
        return extraNames;
    }

    void putExtra(String name, Extra value) {
        extras.put(name, value);
    }

    @Nullable
    Extra extra(String name) {
        return extras.get(name);
    }

    /** Says that the specification in this request came from a config.json and goes the way the runtimes send it. */
    void markRuntimeSpec() {
        runtimeSpec = true;
    }

    boolean isRuntimeSpec() {
        return runtimeSpec;
    }
}
