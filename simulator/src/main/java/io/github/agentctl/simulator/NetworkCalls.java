// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.ARPNeighbor;
import io.github.agentctl.proto.AddARPNeighborsRequest;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.GetIPTablesResponse;
import io.github.agentctl.proto.Interface;
import io.github.agentctl.proto.Interfaces;
import io.github.agentctl.proto.Routes;
import io.github.agentctl.proto.SetIPTablesRequest;
import io.github.agentctl.proto.SetIPTablesResponse;
import io.github.agentctl.proto.UpdateInterfaceRequest;
import io.github.agentctl.proto.UpdateRoutesRequest;
import io.grpc.Status.Code;

/** The guest's network. */
final class NetworkCalls {
    private final Network network;
    private final PacketFilter filter = new PacketFilter();

    private NetworkCalls(Network network) {
        this.network = network;
    }

    static void register(Calls calls, Network network) {
        NetworkCalls handlers = new NetworkCalls(network);
        calls.answer(AgentServiceGrpc.getUpdateInterfaceMethod(), handlers::updateInterface)
                .answer(AgentServiceGrpc.getUpdateRoutesMethod(), handlers::updateRoutes)
                .answer(AgentServiceGrpc.getAddARPNeighborsMethod(), handlers::addNeighbors)
                .answer(
                        AgentServiceGrpc.getListInterfacesMethod(),
                        request -> Interfaces.newBuilder()
                                .addAllInterfaces(network.interfaces())
                                .build())
                .answer(AgentServiceGrpc.getListRoutesMethod(), request -> handlers.routes())
                .answer(
                        AgentServiceGrpc.getGetIPTablesMethod(),
                        request -> GetIPTablesResponse.newBuilder()
                                .setData(handlers.filter.rules(request.getIsIpv6()))
                                .build())
                .answer(AgentServiceGrpc.getSetIPTablesMethod(), handlers::setRules);
    }

    private Interface updateInterface(UpdateInterfaceRequest request) {
        if (!request.hasInterface()) {
            throw Failure.quoted(Code.INVALID_ARGUMENT, "empty update interface request");
        }
        Interface wanted = request.getInterface();
        if (!wanted.getDevicePath().isEmpty() && !PciPath.isPath(wanted.getDevicePath())) {
            throw Failure.quoted(Code.INTERNAL, "Invalid PCI path for network interface: " + wanted.getDevicePath());
        }
        try {
            network.update(wanted);
        } catch (Network.RefusedException e) {
            throw Failure.quoted(Code.INTERNAL, "update interface: " + e.getMessage());
        }
        return wanted;
    }

    private Routes updateRoutes(UpdateRoutesRequest request) {
        if (!request.hasRoutes()) {
            throw Failure.quoted(Code.INVALID_ARGUMENT, "empty update routes request");
        }
        try {
            network.replaceRoutes(request.getRoutes().getRoutesList());
        } catch (Network.RefusedException e) {
            throw Failure.quoted(Code.INTERNAL, "Failed to update routes: " + e.getMessage());
        }
        return routes();
    }

    private Routes routes() {
        return Routes.newBuilder().addAllRoutes(network.routes()).build();
    }

    private Empty addNeighbors(AddARPNeighborsRequest request) {
        if (!request.hasNeighbors()) {
            throw Failure.quoted(Code.INVALID_ARGUMENT, "empty add arp neighbours request");
        }
        try {
            for (ARPNeighbor neighbor : request.getNeighbors().getARPNeighborsList()) {
                network.add(neighbor);
            }
        } catch (Network.RefusedException e) {
            throw Failure.quoted(Code.INTERNAL, "Failed to add ARP neighbours: " + e.getMessage());
        }
        return Empty.getDefaultInstance();
    }

    private SetIPTablesResponse setRules(SetIPTablesRequest request) {
        filter.restore(request.getIsIpv6(), request.getData());
        return SetIPTablesResponse.getDefaultInstance();
    }
}
