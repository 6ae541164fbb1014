// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

import io.github.agentctl.ttrpc.FrameReaderSpeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks on every transport that this machine has, and writes what they measured: a JSON file a group,
 * a Markdown table, a picture. Arguments: {@code [--quick] FOLDER}.
 */
public final class Run {
    private static final List<String> TRANSPORTS = List.of(
            "in-process", "unix-jdk", "unix-junixsocket", "unix-jnr", "abstract", "hvsock", "vsock", "unix-grpc");

    private final boolean quick;
    private final Path folder;
    private final List<RunResult> results = new ArrayList<>();

    private Run(boolean quick, Path folder) {
        this.quick = quick;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        boolean quick = arguments.length > 1 && arguments[0].equals("--quick");
        new Run(quick, Path.of(arguments[arguments.length - 1])).all();
    }

    private void all() throws RunnerException, IOException {
        Files.createDirectories(folder);
        List<String> here = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (String transport : TRANSPORTS) {
            try {
                new Wired(transport).close();
                here.add(transport);
            } catch (IOException | RuntimeException e) {
                notes.add("`" + transport + "` was left out: " + e.getMessage());
            }
        }
        String[] transports = here.toArray(String[]::new);
        String[] payloads = quick ? new String[] {"0", "65536"} : new String[] {"0", "1024", "65536", "1048576"};
        for (int threads : quick ? new int[] {1} : new int[] {1, 8, 64}) {
            run(
                    "blocking-" + threads,
                    calls(BlockingCalls.class, transports, payloads).threads(threads));
        }
        String[] inFlight = quick ? new String[] {"64"} : new String[] {"1", "8", "64"};
        run("async", calls(AsyncCalls.class, transports, payloads).param("inFlight", inFlight));
        run("codec", times().include(CodecSpeed.class.getName()));
        run("frames", times().include(FrameReaderSpeed.class.getName()));

        Table table = new Table(results, notes);
        Path page = folder.resolve("results.md");
        Files.writeString(page, table.markdown());
        Files.writeString(folder.resolve("transports.md"), new PerTransport(results, notes).markdown());
        System.out.println(table.markdown());
        new Picture(results).write(folder.resolve("throughput.svg"));
        System.out.println("written to " + folder + ": results.md, transports.md, throughput.svg, and the JSON of JMH");
    }

    private ChainedOptionsBuilder calls(Class<?> benchmark, String[] transports, String[] payloads) {
        return times().include(benchmark.getName())
                .param("transport", transports)
                .param("payload", payloads);
    }

    private ChainedOptionsBuilder times() {
        ChainedOptionsBuilder options = new OptionsBuilder().jvmArgs("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");
        return quick
                ? options.forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.seconds(1))
                : options.forks(2)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2));
    }

    private void run(String name, ChainedOptionsBuilder options) throws RunnerException {
        results.addAll(new Runner(options.resultFormat(ResultFormatType.JSON)
                        .result(folder.resolve(name + ".json").toString())
                        .shouldFailOnError(true)
                        .build())
                .run());
    }
}
