// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialExecutorTest {
    private final List<String> ran = new ArrayList<>();

    /** Else all that comes later would wait for a thread that never came. */
    @ParameterizedTest
    @ValueSource(classes = {RejectedExecutionException.class, OutOfMemoryError.class})
    void goesOnAfterItsThreadsHaveFailedOnce(Class<? extends Throwable> failure) {
        boolean[] failed = new boolean[1];
        SerialExecutor serial = new SerialExecutor(task -> {
            if (!failed[0]) {
                failed[0] = true;
                if (failure == OutOfMemoryError.class) {
                    throw new OutOfMemoryError("no thread");
                }
                throw new RejectedExecutionException("no thread");
            }
            task.run();
        });

        assertThatThrownBy(() -> serial.execute(() -> ran.add("first"))).isInstanceOf(failure);
        serial.execute(() -> ran.add("second"));

        assertThat(ran).containsExactly("second");
    }

    @Test
    void aTaskRunsHereOnlyWhereNoOtherIsInFrontOfIt() {
        List<Runnable> threads = new ArrayList<>();
        SerialExecutor serial = new SerialExecutor(threads::add);

        serial.executeHere(() -> ran.add("first"));
        serial.execute(() -> ran.add("second"));
        serial.executeHere(() -> ran.add("third"));
        assertThat(ran).containsExactly("first");

        threads.remove(0).run();
        assertThat(ran).containsExactly("first", "second", "third");
        assertThat(threads).isEmpty();
    }
}
