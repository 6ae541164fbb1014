// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.stress;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs jcstress with these arguments, in the working directory, and says of each race what came of it: what jcstress says
 * itself goes to a file there.
 */
public final class Run {
    private static final String PACKAGE = "io.github.agentctl.";

    private Run() {}

    /** Ends with 1 where a race failed or was not run, also when jcstress itself has failed. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        Options options = new Options(arguments);
        if (!options.parse()) {
            System.exit(2);
        }
        Map<String, List<TestResult>> races = new TreeMap<>();
        InProcessCollector collector = new InProcessCollector();
        try (PrintStream log = new PrintStream(Files.newOutputStream(Path.of("log")), true, StandardCharsets.UTF_8)) {
            System.setOut(log);
            JCStress jcstress = new JCStress(options);
            jcstress.getTests().forEach(race -> races.put(race, new ArrayList<>()));
            jcstress.run();
        } catch (AssertionError e) {
            // A race has failed; which one is among the results.
        } finally {
            System.setOut(out);
        }
        DiskReadCollector results = new DiskReadCollector(options.getResultFile(), collector);
        results.dump();
        results.close();
        for (TestResult result : collector.getTestResults()) {
            races.get(result.getName()).add(result);
        }

        long failed = races.entrySet().stream()
                .filter(race -> !report(out, race.getKey(), race.getValue()))
                .count();
        out.println(races.size() - failed + " passed, " + failed + " failed");
        System.exit(failed == 0 && !races.isEmpty() ? 0 : 1);
    }

    private static boolean report(PrintStream out, String race, List<TestResult> results) {
        boolean passed = !results.isEmpty() && results.stream().allMatch(Run::isPassed);
        long samples = results.stream().mapToLong(TestResult::getTotalCount).sum();
        out.printf("%-6s %s, %,d times%n", passed ? "ok" : "FAILED", race.replace(PACKAGE, ""), samples);
        for (TestResult result : results) {
            if (!isPassed(result)) {
                out.println("    " + result.status());
                result.grading().failureMessages.forEach(message -> out.println("    " + message));
                result.getMessages().forEach(message -> out.println("    " + message));
                result.getVmErr().forEach(message -> out.println("    " + message));
            }
        }
        return passed;
    }

    private static boolean isPassed(TestResult result) {
        return result.status() == Status.NORMAL && result.grading().isPassed && result.getTotalCount() > 0;
    }
}
