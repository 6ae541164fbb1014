// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code peer call}. */
final class Caller {
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });

    private final String socket;
    private final String server;
    private final int count;
    private final int parallel;
    private final Duration limit;
    private final List<String> words;

    Caller(List<String> given) {
        Arguments arguments =
                Arguments.parse(given, Set.of("socket", "server", "count", "parallel", "timeout"), "bench");
        socket = arguments.text("socket");
        server = arguments.text("server", "java");
        count = arguments.number("count", 10);
        parallel = arguments.number("parallel", 1);
        limit = arguments.duration("timeout", "60s");
        words = arguments.words();
        if (!Set.of("java", "go", "rust").contains(server)) {
            throw new Arguments.MisusedException("no such server: " + server);
        }
        if (words.isEmpty()) {
            throw new Arguments.MisusedException("call needs a CASE");
        }
    }

    /** The exit code: 1 when a case failed. */
    int run() throws Exception {
        if (words.get(0).equals("bench")) {
            try (Session session = Session.open(socket, server, count)) {
                System.out.println(new Bench(session, words.subList(1, words.size())).run());
            }
            return 0;
        }
        boolean good = true;
        for (String word : words) {
            for (Case one : Cases.named(word)) {
                good &= play(one);
            }
        }
        return good ? 0 : 1;
    }

    private boolean play(Case one) throws InterruptedException {
        Future<String> result = threads.submit(() -> playAtOnce(one));
        try {
            String note = result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            System.out.println("ok " + one.name() + (note.isEmpty() ? "" : ": " + note));
            return true;
        } catch (TimeoutException e) {
            System.out.println("FAILED " + one.name() + ": still running after " + limit.toSeconds() + " s");
            return false;
        } catch (ExecutionException e) {
            return told(one, e);
        }
    }

    private static boolean told(Case one, Throwable cause) {
        if (cause instanceof ExecutionException && cause.getCause() != null) {
            return told(one, cause.getCause());
        }
        if (cause instanceof Case.NotApplicableException) {
            System.out.println("n/a " + one.name() + ": " + cause.getMessage());
            return true;
        }
        String why = cause instanceof AssertionError ? String.valueOf(cause.getMessage()) : cause.toString();
        System.out.println("FAILED " + one.name() + ": " + why.replace('\n', ' '));
        if (System.getenv("PEER_LOG") != null) {
            cause.printStackTrace();
        }
        return false;
    }

    private String playAtOnce(Case one) throws Exception {
        try (Session session = Session.open(socket, server, count)) {
            int runs = one.alone() ? 1 : parallel;
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                all.add(() -> one.play().with(session));
            }
            String note = "";
            for (Future<String> run : threads.invokeAll(all)) {
                note = run.get();
            }
            return note;
        }
    }
}
