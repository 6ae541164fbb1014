// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.EndpointException;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.codec.ReplyFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** Reads the options of {@code connect}, each with its own complaint. */
record ConnectReader(ParseResult arguments, Environment environment) {
    static final String ADDRESS_VARIABLE = "KATA_AGENT_CTL_SERVER_ADDRESS";

    private static final String ADDRESS_FORMS =
            "unix:///PATH, unix://@NAME, vsock://CID:PORT, or sim: for an embedded one";

    /**
     * @throws UsageException when something is missing or no value
     * @throws EndpointException when the address is none
     */
    ConnectOptions read() {
        List<CommandSource> sources = sources();
        boolean interactive = flag("--interactive");
        if (sources.isEmpty() && !interactive) {
            throw new UsageException(
                    "no command; use -c COMMAND, as in -c Check, --file FILE, or -i" + " (-c list says what there is)");
        }
        boolean fileOnStandardInput = fileOnStandardInput(sources, interactive);
        List<Command> commands = commands(sources);
        ConnectOptions options = new ConnectOptions(
                endpoint(),
                commands,
                !flag("--no-auto-values"),
                interactive,
                flag("--ignore-errors"),
                flag("--dry-run"),
                fileOnStandardInput,
                bundle(),
                time("--timeout", Duration.ZERO),
                time("--connect-timeout", Duration.ofSeconds(10)),
                value(Options.TRANSPORT),
                wire(),
                output(),
                arguments.matchedOptionValue("--repeat", 1L));
        if (options.endpoint() == null && options.makesCalls()) {
            throw new UsageException(
                    "no address of an agent; use --server-address or set " + ADDRESS_VARIABLE + " to " + ADDRESS_FORMS);
        }
        return options;
    }

    /** In the order of the command line, whichever option they come by. */
    private List<CommandSource> sources() {
        List<CommandSource> sources = new ArrayList<>(arguments.matchedOptionValue("--cmd", List.<CommandSource>of()));
        sources.addAll(arguments.matchedOptionValue("--file", List.<CommandSource>of()));
        Collections.sort(sources);
        return sources;
    }

    private List<Command> commands(List<CommandSource> sources) {
        List<Command> commands = new ArrayList<>();
        for (CommandSource source : sources) {
            if (source instanceof CommandSource.File file) {
                commands.addAll(file.read(environment.in()));
            } else if (source instanceof CommandSource.Inline inline) {
                Command command = Command.of(inline.text());
                if (command.isEmpty()) {
                    throw new UsageException(
                            "an empty command; expected a call or a builtin, as in -c Check (-c list says which)");
                }
                commands.add(command);
            }
        }
        return commands;
    }

    private static boolean fileOnStandardInput(List<CommandSource> sources, boolean interactive) {
        int times = 0;
        for (CommandSource source : sources) {
            if (source instanceof CommandSource.File file && file.isStandardInput()) {
                times++;
            }
        }
        if (times > 1 || (times == 1 && interactive)) {
            throw new UsageException("standard input can be read once: use one of --file - and -i, one time");
        }
        return times == 1;
    }

    private @Nullable Endpoint endpoint() {
        String address = arguments.matchedOptionValue("--server-address", addressOfEnvironment());
        OptionalInt port = port();
        if (address == null) {
            return null;
        }
        Endpoint endpoint = Endpoint.parse(address);
        if (isAny(endpoint)) {
            throw new EndpointException(address, "'any' is for listening; expected one CID and one port to connect to");
        }
        if (endpoint instanceof Endpoint.Hybrid hybrid) {
            return port.isPresent() ? withPort(address, hybrid, port.getAsInt()) : hybrid;
        }
        return flag("--hybrid-vsock") ? hybrid(address, endpoint, port.orElse(Endpoint.AGENT_PORT)) : endpoint;
    }

    /** Set but empty, as scripts unset a variable, it is not set. */
    private @Nullable String addressOfEnvironment() {
        String address = environment.variables().get(ADDRESS_VARIABLE);
        return address == null || address.isEmpty() ? null : address;
    }

    private static boolean isAny(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.Vsock vsock) {
            return vsock.cid() == Endpoint.ANY || vsock.port() == Endpoint.ANY;
        }
        return endpoint instanceof Endpoint.Hybrid hybrid && hybrid.port() == Endpoint.ANY;
    }

    private static Endpoint withPort(String address, Endpoint.Hybrid endpoint, int port) {
        boolean named = address.lastIndexOf(':') > address.lastIndexOf('/');
        if (named && endpoint.port() != port) {
            throw new UsageException("--hybrid-vsock-port " + Integer.toUnsignedString(port)
                    + " contradicts the port in " + endpoint + "; name one of the two");
        }
        return new Endpoint.Hybrid(endpoint.socket(), port);
    }

    private static Endpoint hybrid(String address, Endpoint endpoint, int port) {
        if (endpoint instanceof Endpoint.Unix || endpoint instanceof Endpoint.AbstractUnix) {
            return new Endpoint.Hybrid(endpoint, port);
        }
        throw new EndpointException(
                address, "--hybrid-vsock goes with the hypervisor's Unix socket; expected unix:///PATH");
    }

    private @Nullable String wire() {
        return value(Options.WIRE) == null ? null : Options.wire(arguments).name();
    }

    private OptionalInt port() {
        String text = value("--hybrid-vsock-port");
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            int port = Integer.parseUnsignedInt(text);
            if (port != Endpoint.ANY && text.charAt(0) != '+') {
                return OptionalInt.of(port);
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw new UsageException("invalid value for --hybrid-vsock-port: '" + text
                + "' is no port; expected a number from 0 to 4294967294, as in " + Endpoint.AGENT_PORT);
    }

    private @Nullable Path bundle() {
        String directory = value("--bundle-dir");
        return directory == null || directory.isEmpty() ? null : Path.of(directory);
    }

    private Duration time(String option, Duration otherwise) {
        String text = value(option);
        if (text == null) {
            return otherwise;
        }
        try {
            return HumanTime.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("invalid value for " + option + ": " + e.getMessage());
        }
    }

    private ReplyFormat output() {
        ReplyFormat usual = environment.output() == Descriptor.TERMINAL ? ReplyFormat.PRETTY : ReplyFormat.JSON;
        return Objects.requireNonNull(arguments.matchedOptionValue("--output", usual));
    }

    private boolean flag(String name) {
        return arguments.matchedOptionValue(name, false);
    }

    private @Nullable String value(String name) {
        return arguments.matchedOptionValue(name, null);
    }
}
