// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.codec.CallParser;
import io.github.agentctl.codec.ReplyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code connect}: runs commands on an agent. */
final class Connect implements Subcommand {
    /** Of -c and --file together, because their order among each other counts. */
    private int sources;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Options.command("connect", "Run commands on an agent, in order.");
        spec.usageMessage().customSynopsis("kata-agent-ctl connect [OPTIONS] --server-address=ADDRESS -c COMMAND...");
        return spec.addOption(Options.text(
                        "--server-address",
                        "ADDRESS",
                        "The agent: unix:///PATH, unix://@NAME, vsock://CID:PORT, or sim: for an embedded one."
                                + " Without it: " + ConnectReader.ADDRESS_VARIABLE + "."))
                .addOption(OptionSpec.builder("-c", "--cmd")
                        .type(List.class)
                        .auxiliaryTypes(CommandSource.class)
                        .converters(text -> new CommandSource.Inline(sources++, text))
                        .arity("1..*")
                        .paramLabel("COMMAND")
                        .description("A call with its values, or a builtin; may be given several times, and several"
                                + " may follow one -c. '-c list' says what there is.")
                        .build())
                .addOption(OptionSpec.builder("--file")
                        .type(List.class)
                        .auxiliaryTypes(CommandSource.class)
                        .converters(path -> new CommandSource.File(sources++, path))
                        .arity("1")
                        .paramLabel("FILE")
                        .description("A file of commands, one a line; # begins a comment line, - is standard input."
                                + " May be given several times; files and -c run in the order they stand in.")
                        .build())
                .addOption(Options.flag(
                        new String[] {"-n", "--no-auto-values"}, "Send what is given, without generated values."))
                .addOption(Options.flag(
                        new String[] {"-i", "--interactive"}, "Read commands from standard input, one a line."))
                .addOption(Options.flag(
                        new String[] {"--ignore-errors"}, "Go on after a command that failed, and exit with 0."))
                .addOption(Options.text("--bundle-dir", "DIR", "The OCI bundle that containers are made from."))
                .addOption(Options.text(
                        "--timeout", "TIME", "How long a call may take, as in 5s; 0 for ever (default: 0)."))
                .addOption(Options.text(
                        "--connect-timeout",
                        "TIME",
                        "How long to try to connect, while nobody is there yet; 0 for ever (default: 10s)."))
                .addOption(Options.flag(
                        new String[] {"--hybrid-vsock"},
                        "The unix: address is the socket of a hypervisor (Cloud Hypervisor, Firecracker)."))
                .addOption(Options.text(
                        "--hybrid-vsock-port", "PORT", "The agent's port behind that socket (default: 1024)."))
                .addOption(Options.transport())
                .addOption(Options.wire())
                .addOption(OptionSpec.builder("--output")
                        .type(ReplyFormat.class)
                        .paramLabel("FORMAT")
                        .description(
                                "How replies look: json, pretty (on a terminal the default), text, or raw: the bytes"
                                        + " or the text of a reply as they are.")
                        .build())
                .addOption(Options.flag(
                        new String[] {"--dry-run"}, "Print each request as JSON, and send nothing. Needs no address."))
                .addOption(OptionSpec.builder("--repeat")
                        .type(long.class)
                        .paramLabel("N")
                        .description("Run the whole list of commands N times; for ever where N is below 0.")
                        .build());
    }

    @Override
    public int run(ParseResult arguments, Environment environment, Log log) {
        ConnectOptions options = new ConnectReader(arguments, environment).read();
        ErrorPresenter errors = new ErrorPresenter(log);
        try (Replies replies = new Replies(environment, options.dryRun() ? requestFormat(options) : options.output());
                CallMaker calls = calls(options, environment, replies, log)) {
            Session session = new Session(
                    parser(options, environment, log),
                    calls,
                    new Builtins(replies::line, options.onlyHelps() ? replies::line : log::answer),
                    errors,
                    options.ignoreErrors(),
                    options.interactive() ? CommandForm.LINE : CommandForm.OPTION);
            runAll(options, session);
            if (options.interactive() && !session.hasEnded()) {
                if (calls instanceof LiveCalls live) {
                    var unused = live.connect();
                }
                if (!environment.isInteractive() || !LineShell.run(environment, session, errors, log)) {
                    new Lines(environment).run(session, errors);
                }
            }
            session.finish();
        }
        return ExitCode.OK;
    }

    private static void runAll(ConnectOptions options, Session session) {
        if (!options.ignoreErrors()) {
            session.check(options.commands());
        }
        for (long done = 0; (options.repeat() < 0 || done < options.repeat()) && !session.hasEnded(); done++) {
            session.run(options.commands());
            if (options.commands().isEmpty()) {
                return;
            }
        }
    }

    private static CallMaker calls(ConnectOptions options, Environment environment, Replies replies, Log log) {
        if (options.dryRun() || options.endpoint() == null) {
            return new DryCalls(replies);
        }
        Endpoint endpoint = Objects.requireNonNull(options.endpoint());
        AwaitedConnection connection =
                new AwaitedConnection(endpoint, options.connectTimeout(), options.transport(), options.wire(), log);
        Reconnecting connector = new Reconnecting(connection::connect, endpoint.toString(), log);
        Progress progress = new Progress(log, environment.error() == Descriptor.TERMINAL, System::nanoTime);
        return new LiveCalls(connector, options.timeout(), replies, progress, log);
    }

    private static CallParser parser(ConnectOptions options, Environment environment, Log log) {
        String taker = options.interactive() ? "-i" : options.fileOnStandardInput() ? "--file -" : null;
        InputStream in = taker == null ? environment.in() : new TakenInput(taker);
        return new CallParser(new CallParser.Options(options.autoValues(), options.bundle(), in, log::info, log::warn));
    }

    private static ReplyFormat requestFormat(ConnectOptions options) {
        return options.output() == ReplyFormat.PRETTY ? ReplyFormat.PRETTY : ReplyFormat.JSON;
    }

    /** Standard input where the commands come from it: a call cannot have it as well. */
    private static final class TakenInput extends InputStream {
        private final String taker;

        TakenInput(String taker) {
            this.taker = taker;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("standard input carries the commands (" + taker + ")");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }
}
