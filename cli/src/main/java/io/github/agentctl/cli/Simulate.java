// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import io.github.agentctl.api.WireProvider;
import io.github.agentctl.api.transport.Endpoint;
import io.github.agentctl.api.transport.Listener;
import io.github.agentctl.api.transport.Transports;
import io.github.agentctl.simulator.SimulatedAgent;
import java.util.ServiceLoader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code simulate}: an embedded agent for whoever connects. */
final class Simulate implements Subcommand {
    private static final String ADDRESS_VARIABLE = "KATA_AGENT_SERVER_ADDR";

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "simulate",
                        "Serve an embedded agent, in memory, until Ctrl-C or until somebody calls DestroySandbox.")
                .addOption(Options.text(
                        "--listen",
                        "ADDRESS",
                        "Where to listen: unix:///PATH or unix://@NAME. Without it: " + ADDRESS_VARIABLE + "."))
                .addOption(Options.transport());
    }

    @Override
    public int run(ParseResult arguments, Environment environment, Log log) {
        Endpoint endpoint = Endpoint.parseForListening(address(arguments, environment));
        String transport = arguments.matchedOptionValue(Options.TRANSPORT, null);
        WireProvider wire = ServiceLoader.load(WireProvider.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no wire is installed; add the module ttrpc"));
        Listener listener = Transports.installed()
                .select(endpoint, transport, Transports.Purpose.LISTEN)
                .listen(endpoint);
        try (SimulatedAgent agent = SimulatedAgent.serve(listener, wire)) {
            log.info("listening on " + listener.endpoint());
            agent.awaitTermination();
            log.info("the sandbox is destroyed, the agent has ended");
            return ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException();
        }
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
