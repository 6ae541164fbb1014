// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.simulator.Fault;
import io.github.agentctl.simulator.SimulatedAgent;
import io.github.agentctl.simulator.SimulatedAgentBuilder;
import io.github.agentctl.simulator.Trap;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code simulate}: an embedded agent for whoever connects. */
final class Simulate implements Subcommand {
    private static final String FAULT = "--fault";
    private static final String TRAP = "--trap";
    private static final String POLICY = "--policy";
    private static final String ADDRESS_VARIABLE = "KATA_AGENT_SERVER_ADDR";

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "simulate",
                        "Serve an embedded agent, in memory, until Ctrl-C or until somebody calls DestroySandbox.")
                .addOption(Options.text(
                        "--listen",
                        "ADDRESS",
                        "Where to listen: unix:///PATH, unix://@NAME, vsock://CID:PORT (CID -1: any) or"
                                + " hvsock:///PATH[:PORT]. Without it: " + ADDRESS_VARIABLE + "."))
                .addOption(Options.transport())
                .addOption(Options.wire())
                .addOption(repeated(
                        FAULT,
                        "CALL:WHAT",
                        "What goes wrong with a call (any: *): delay=2s, hang, status=UNAVAILABLE, close, truncate,"
                                + " oversize or late; with count=N and after=N. Repeatable."))
                .addOption(repeated(
                                TRAP,
                                "NAME",
                                "A trap of the real agent: " + String.join(", ", Trap.words()) + ". Repeatable.")
                        .toBuilder()
                        .completionCandidates(Trap.words())
                        .build())
                .addOption(Options.flag(
                        new String[] {POLICY}, "Have policies: SetPolicy says by name which requests are taken."));
    }

    private static OptionSpec repeated(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    @Override
    public int run(ParseResult arguments, Environment environment, Log log) {
        Endpoint endpoint = Endpoint.parseForListening(address(arguments, environment));
        String transport = arguments.matchedOptionValue(Options.TRANSPORT, null);
        WireProvider wire = Options.wire(arguments);
        SimulatedAgentBuilder wanted = agent(arguments);
        Listener listener = Transports.installed()
                .select(endpoint, transport, Transports.Purpose.LISTEN)
                .listen(endpoint);
        try (SimulatedAgent agent = wanted.serve(listener, wire)) {
            log.info("listening on " + listener.endpoint());
            agent.awaitTermination();
            log.info("the sandbox is destroyed, the agent has ended");
            return ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException();
        }
    }

    private static SimulatedAgentBuilder agent(ParseResult arguments) {
        SimulatedAgentBuilder agent = SimulatedAgent.builder();
        try {
            arguments.matchedOptionValue(FAULT, List.<String>of()).forEach(text -> agent.fault(Fault.parse(text)));
            arguments.matchedOptionValue(TRAP, List.<String>of()).forEach(word -> agent.trap(Trap.parse(word)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(Objects.requireNonNullElse(e.getMessage(), "bad option"));
        }
        boolean policy = arguments.matchedOptionValue(POLICY, false);
        return policy ? agent.policy() : agent;
    }

    private static String address(ParseResult arguments, Environment environment) {
        String address =
                arguments.matchedOptionValue("--listen", environment.variables().get(ADDRESS_VARIABLE));
        if (address == null || address.isEmpty()) {
            throw new UsageException("no address to listen on; use --listen unix://@NAME or set " + ADDRESS_VARIABLE);
        }
        return address;
    }
}
