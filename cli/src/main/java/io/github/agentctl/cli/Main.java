// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line {@code kata-agent-ctl}. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        NativeLibrary.choose();
        HeadStart.begin(List.of(arguments));
        PrintStream err = new PrintStream(
                new EscapingOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), 8192)),
                true,
                StandardCharsets.UTF_8);
        System.setErr(err);
        Environment environment = new Environment(
                System.in,
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 65536),
                err,
                System.getenv(),
                Descriptor.of(0),
                Descriptor.of(1),
                Descriptor.of(2));
        CtrlC ctrlC = CtrlC.install();
        int code = run(List.of(arguments), environment);
        err.flush();
        ctrlC.finished();
        // From JDK 21 on an exit asks for a logger, which takes longer than all the rest of an end.
        if (code != ExitCode.OK || isHeldUp()) {
            System.exit(code);
        }
    }

    /** Whether a thread of somebody's would keep the JVM from ending when this one does. */
    private static boolean isHeldUp() {
        Thread[] threads = new Thread[Thread.activeCount() + 16];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i] != Thread.currentThread() && !threads[i].isDaemon()) {
                return true;
            }
        }
        return count == threads.length;
    }

    /**
     * Runs the command. An interrupt of the calling thread is a Ctrl-C.
     *
     * @return the exit code
     */
    static int run(List<String> arguments, Environment environment) {
        CommandTree tree = CommandTree.of(arguments, environment);
        ParseResult parsed;
        try {
            parsed = tree.parse(arguments);
            if (CommandLine.printHelpIfRequested(parsed)) {
                return ExitCode.OK;
            }
        } catch (ParameterException e) {
            return usageError(e.getCommandLine(), Objects.requireNonNullElse(e.getMessage(), ""), environment);
        }
        ParseResult sub = parsed.subcommand();
        if (sub == null) {
            environment.err().print(parsed.commandSpec().commandLine().getUsageMessage(Ansi.OFF));
            environment.err().flush();
            return ExitCode.USAGE;
        }
        Log log = new Log(environment.err(), tree.level(parsed));
        LibraryLogger.writeTo(log);
        if (sub.hasMatchedOption(Options.WIRE)) {
            GrpcLogger.writeTo(log);
        }
        return run(tree, sub, environment, log);
    }

    private static int run(CommandTree tree, ParseResult sub, Environment environment, Log log) {
        try {
            return tree.subcommand(sub).run(sub, environment, log);
        } catch (UsageException e) {
            return usageError(
                    sub.commandSpec().commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), environment);
        } catch (RuntimeException | Error e) {
            new ErrorPresenter(log).present(e);
            return ExitCode.of(e);
        }
    }

    private static int usageError(CommandLine command, String message, Environment environment) {
        new Log(environment.err(), LogLevel.INFO)
                .error(message + "\ntry: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }
}
