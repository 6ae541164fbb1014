// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.interop;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.ttrpc.TtrpcServer;
import io.grpc.ClientInterceptors;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Calls of every kind, many in flight, through a {@link FaultyRelay}, for as long as wanted. Now and then no new call
 * begins until all have ended: then the counts must add up, and a {@link Gauge} is read.
 */
final class Soak implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int SAMPLES = 24;
    private static final long QUIET_SECONDS = 30;
    private static final int CODES = Status.Code.values().length;

    /** How long, and from which seed. */
    record Plan(Duration time, long seed, int parallel) {}

    private final Plan plan;
    private final Ledger ledger = new Ledger();
    private final Gauge gauge = new Gauge();
    private final Path folder;
    private final TtrpcServer server;
    private final FaultyRelay relay;
    private final List<Reconnecting> channels = new ArrayList<>();
    private final List<Thread> callers = new ArrayList<>();
    private final AtomicLong numbers = new AtomicLong();
    /** How calls ended, as their callers saw it: codes of a kind side by side. */
    private final AtomicLongArray ends = new AtomicLongArray(SoakCalls.Kind.values().length * CODES);
    /** Held for reading by each call, for writing where none may be in flight. */
    private final ReentrantReadWriteLock flight = new ReentrantReadWriteLock();

    private volatile boolean over;

    /** @param beside sits between the ledger and the service: what a test has to break */
    Soak(Plan plan, ServerInterceptor... beside) throws IOException {
        this.plan = plan;
        folder = Files.createTempDirectory("soak");
        Path behind = folder.resolve("server.sock");
        Path before = folder.resolve("relay.sock");
        Endpoint endpoint = Endpoint.parseForListening("unix://" + behind);
        List<ServerInterceptor> all = new ArrayList<>(Arrays.asList(beside));
        all.add(ledger.atServer());
        server = TtrpcServer.builder(Transports.installed()
                        .select(endpoint, null, Transports.Purpose.LISTEN)
                        .listen(endpoint))
                .addService(ServerInterceptors.intercept(new PeerService(() -> {}, order -> {}), all))
                .addService(ServerInterceptors.intercept(new StreamingServices.Go(), all))
                .build()
                .start();
        relay = new FaultyRelay(before, behind, plan.seed());
        for (int i = 0; i < CONNECTIONS; i++) {
            channels.add(new Reconnecting(
                    () -> Session.open(before.toString(), "java", 1).channel()));
        }
    }

    /** Everything that went wrong; empty where nothing did. Prints its figures as it goes. */
    List<String> run() throws InterruptedException {
        long begin = System.nanoTime();
        SplittableRandom seeds = new SplittableRandom(plan.seed());
        for (int i = 0; i < plan.parallel(); i++) {
            SoakCalls calls = new SoakCalls(
                    ClientInterceptors.intercept(channels.get(i % CONNECTIONS), ledger.atClient()),
                    "soak-" + i,
                    seeds.split());
            Thread caller = new Thread(() -> callOnAndOn(calls), "caller-" + i);
            caller.setDaemon(true);
            callers.add(caller);
            caller.start();
        }
        SoakReport.head();
        List<String> wrong = new ArrayList<>();
        for (int i = 1; i <= SAMPLES && wrong.isEmpty(); i++) {
            long next = begin + plan.time().toNanos() * i / SAMPLES;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            wrong.addAll(quietly((System.nanoTime() - begin) / 1e9));
            wrong.addAll(ledger.complaints());
        }
        stop();
        if (wrong.isEmpty()) {
            wrong.addAll(gauge.growth());
        }
        new SoakReport(ends, CODES).print(ledger, relay.count(), gauge);
        return wrong;
    }

    private void callOnAndOn(SoakCalls calls) {
        while (!over) {
            flight.readLock().lock();
            try {
                long number = numbers.incrementAndGet();
                SoakCalls.Kind kind = SoakCalls.Kind.any(calls.random());
                try {
                    ended(kind, number, calls.make(kind, number));
                } catch (AssertionError | RuntimeException e) {
                    ledger.complain("call " + number + ", " + kind + ": " + e);
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                flight.readLock().unlock();
            }
        }
    }

    private void ended(SoakCalls.Kind kind, long number, Status.Code code) {
        ends.incrementAndGet(kind.ordinal() * CODES + code.ordinal());
        if (!kind.mayEnd(code)) {
            ledger.complain("call " + number + ", " + kind + ", ended with " + code);
        }
        if (code == Status.Code.OK && !ledger.wasHandled(number)) {
            ledger.complain("call " + number + ", " + kind + ", was answered, but never handled");
        }
    }

    /** With no call in flight: what does not add up. */
    private List<String> quietly(double seconds) throws InterruptedException {
        if (!flight.writeLock().tryLock(QUIET_SECONDS, TimeUnit.SECONDS)) {
            return List.of("a call has not ended within " + QUIET_SECONDS + " s:\n" + SoakReport.callers());
        }
        try {
            List<String> wrong = new ArrayList<>();
            // A cancelled caller is told of the end before its listener; a server hears late that a connection is lost.
            awaitNoneOpen(ledger.client, "client", wrong);
            awaitNoneOpen(ledger.server, "server", wrong);
            long made = numbers.get();
            long told = 0;
            for (int i = 0; i < ends.length(); i++) {
                told += ends.get(i);
            }
            if (made != told || made != ledger.client.ended.sum()) {
                wrong.add("%d calls were made, %d callers heard of an end, %d calls ended"
                        .formatted(made, told, ledger.client.ended.sum()));
            }
            if (ledger.ok.sum() > ledger.server.started.sum()) {
                wrong.add("%d calls were answered, %d handled".formatted(ledger.ok.sum(), ledger.server.started.sum()));
            }
            gauge.add(Gauge.now(seconds, made));
            SoakReport.row(gauge, ledger, relay.count());
            return wrong;
        } finally {
            flight.writeLock().unlock();
        }
    }

    private static void awaitNoneOpen(Ledger.Side side, String name, List<String> wrong) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
        while (side.open() != 0) {
            if (System.nanoTime() > limit) {
                wrong.add(side.open() + " calls have no end at the " + name);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void stop() throws InterruptedException {
        over = true;
        for (Thread caller : callers) {
            // Not for one that hangs, which has been told of.
            caller.join(1000);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stop();
        channels.forEach(Reconnecting::close);
        relay.close();
        server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        Files.deleteIfExists(folder.resolve("relay.sock"));
        Files.deleteIfExists(folder.resolve("server.sock"));
        Files.delete(folder);
    }

    public static void main(String[] given) throws Exception {
        Plan plan;
        try {
            Arguments arguments = Arguments.parse(List.of(given), java.util.Set.of("minutes", "seed"), "");
            if (!arguments.words().isEmpty()) {
                throw new Arguments.MisusedException(
                        "no such thing: " + arguments.words().get(0));
            }
            plan = new Plan(Duration.ofMinutes(arguments.number("minutes", 2)), arguments.number("seed", 1), 64);
        } catch (Arguments.MisusedException e) {
            System.err.println("soak: " + e.getMessage() + "\nusage: interop/soak [--minutes N (2)] [--seed N (1)]");
            System.exit(2);
            return;
        }
        System.out.printf(
                "soak: %d calls in flight over %d connections for %d minutes, seed %d, JDK %s%n",
                plan.parallel(), CONNECTIONS, plan.time().toMinutes(), plan.seed(), System.getProperty("java.version"));
        try (Soak soak = new Soak(plan)) {
            List<String> wrong = soak.run();
            wrong.forEach(one -> System.out.println("FAILED: " + one));
            System.out.println(wrong.isEmpty() ? "ok" : "FAILED");
            System.exit(wrong.isEmpty() ? 0 : 1);
        }
    }
}
