// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.Linux;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what the user did not give, and remembers the ids of a run of commands: those that were given and those that
 * were made. A process is that of the last exec_id of its container; where there was none it is the container's first
 * process, whose id is the container's. Not thread-safe.
 */
final class AutoValues {
    private static final String SANDBOX = "sandbox_id";
    private static final String CONTAINER = "container_id";
    private static final String EXEC = "exec_id";
    private static final int SIGKILL = 9;

    private @Nullable String sandbox;
    private @Nullable String container;
    private final Map<String, String> execs = new HashMap<>();
    private final Set<String> created = new HashSet<>();

    /** Whether a request that lacks the field of an id is to be told that id all the same, for the commands to come. */
    static boolean isMemoryOnly(Descriptor request, String name) {
        return switch (name) {
            case "cid" -> request.findFieldByName(CONTAINER) == null;
            case "sid" -> request.findFieldByName(SANDBOX) == null;
            case "exec_id" -> request.findFieldByName(EXEC) == null;
            default -> false;
        };
    }

    void complete(Draft draft) {
        String call = draft.call().name();
        if (isOpen(draft, SANDBOX)) {
            set(draft, SANDBOX, sandbox == null ? RandomId.next() : sandbox);
        }
        if (isOpen(draft, CONTAINER)) {
            // A container that is created twice is destroyed by the agent: each creation gets an id of its own.
            boolean fresh = container == null || (call.equals("CreateContainer") && created.contains(container));
            set(draft, CONTAINER, fresh || container == null ? RandomId.next() : container);
        }
        if (isOpen(draft, EXEC)) {
            set(draft, EXEC, exec(call, value(draft, CONTAINER)));
        }
        switch (call) {
            case "SignalProcess" -> setIfOpen(draft, "signal", SIGKILL);
            case "GetGuestDetails" -> {
                setIfOpen(draft, "mem_block_size", true);
                setIfOpen(draft, "mem_hotplug_probe", true);
            }
            case "CreateContainer" -> cgroupsPath(draft);
            default -> {}
        }
    }

    private String exec(String call, String container) {
        return switch (call) {
            case "ExecProcess" -> RandomId.next();
            case "CreateContainer" -> container;
            default -> execs.getOrDefault(container, container);
        };
    }

    private static void cgroupsPath(Draft draft) {
        FieldDescriptor path = Linux.getDescriptor().findFieldByNumber(Linux.CGROUPSPATH_FIELD_NUMBER);
        CreateContainerRequest.Builder request = (CreateContainerRequest.Builder) draft.request();
        if (draft.isRuntimeSpec()
                && !draft.isGiven(path)
                && request.getOCI().getLinux().getCgroupsPath().isEmpty()) {
            String made = "/agentctl/" + request.getContainerId();
            request.getOCIBuilder().getLinuxBuilder().setCgroupsPath(made);
            draft.note("set linux.cgroupsPath to " + Quoted.cut(made));
        }
    }

    void remember(Draft draft) {
        String sandboxNow = value(draft, SANDBOX, "sid");
        sandbox = sandboxNow.isEmpty() ? sandbox : sandboxNow;
        String containerNow = value(draft, CONTAINER, "cid");
        container = containerNow.isEmpty() ? container : containerNow;
        if (container == null) {
            return;
        }
        if (draft.call().name().equals("CreateContainer")) {
            created.add(container);
        }
        String exec = value(draft, EXEC, EXEC);
        if (!exec.isEmpty()) {
            execs.put(container, exec);
        }
    }

    private static String value(Draft draft, String field, String beside) {
        Draft.Extra extra = draft.extra(beside);
        return extra == null ? value(draft, field) : extra.text();
    }

    private static String value(Draft draft, String name) {
        FieldDescriptor field = draft.type().findFieldByName(name);
        return field == null ? "" : (String) draft.request().getField(field);
    }

    private static boolean isOpen(Draft draft, String name) {
        return draft.type().findFieldByName(name) != null && !draft.isGiven(name);
    }

    private static void setIfOpen(Draft draft, String name, Object value) {
        if (isOpen(draft, name)) {
            set(draft, name, value);
        }
    }

    private static void set(Draft draft, String name, Object value) {
        Message.Builder request = draft.request();
        request.setField(request.getDescriptorForType().findFieldByName(name), value);
    }
}
