// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.client;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AddARPNeighborsRequest;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.GetIPTablesRequest;
import io.github.agentctl.proto.GetIPTablesResponse;
import io.github.agentctl.proto.Interface;
import io.github.agentctl.proto.Interfaces;
import io.github.agentctl.proto.ListInterfacesRequest;
import io.github.agentctl.proto.ListRoutesRequest;
import io.github.agentctl.proto.Routes;
import io.github.agentctl.proto.SetIPTablesRequest;
import io.github.agentctl.proto.SetIPTablesResponse;
import io.github.agentctl.proto.UpdateInterfaceRequest;
import io.github.agentctl.proto.UpdateRoutesRequest;
import java.util.concurrent.CompletableFuture;

/** The guest's network. Each call fails as {@link Caller} says. */
public interface NetworkCalls extends Caller {
    /** Sets up one network interface, found by its hardware address; gives it as it is then. */
    default Interface updateInterface(UpdateInterfaceRequest request) {
        return call(AgentServiceGrpc.getUpdateInterfaceMethod(), request);
    }

    /** {@link #updateInterface(UpdateInterfaceRequest)}, without waiting. */
    default CompletableFuture<Interface> updateInterfaceAsync(UpdateInterfaceRequest request) {
        return callAsync(AgentServiceGrpc.getUpdateInterfaceMethod(), request);
    }

    /** Replaces the routes; gives them as they are then. */
    default Routes updateRoutes(UpdateRoutesRequest request) {
        return call(AgentServiceGrpc.getUpdateRoutesMethod(), request);
    }

    /** {@link #updateRoutes(UpdateRoutesRequest)}, without waiting. */
    default CompletableFuture<Routes> updateRoutesAsync(UpdateRoutesRequest request) {
        return callAsync(AgentServiceGrpc.getUpdateRoutesMethod(), request);
    }

    /** The network interfaces. */
    default Interfaces listInterfaces() {
        return call(AgentServiceGrpc.getListInterfacesMethod(), ListInterfacesRequest.getDefaultInstance());
    }

    /** {@link #listInterfaces()}, without waiting. */
    default CompletableFuture<Interfaces> listInterfacesAsync() {
        return callAsync(AgentServiceGrpc.getListInterfacesMethod(), ListInterfacesRequest.getDefaultInstance());
    }

    /** The routes. */
    default Routes listRoutes() {
        return call(AgentServiceGrpc.getListRoutesMethod(), ListRoutesRequest.getDefaultInstance());
    }

    /** {@link #listRoutes()}, without waiting. */
    default CompletableFuture<Routes> listRoutesAsync() {
        return callAsync(AgentServiceGrpc.getListRoutesMethod(), ListRoutesRequest.getDefaultInstance());
    }

    /** Adds entries to the table of neighbours. */
    default Empty addARPNeighbors(AddARPNeighborsRequest request) {
        return call(AgentServiceGrpc.getAddARPNeighborsMethod(), request);
    }

    /** {@link #addARPNeighbors(AddARPNeighborsRequest)}, without waiting. */
    default CompletableFuture<Empty> addARPNeighborsAsync(AddARPNeighborsRequest request) {
        return callAsync(AgentServiceGrpc.getAddARPNeighborsMethod(), request);
    }

    /** The rules of the packet filter, in the form of iptables-save. */
    default GetIPTablesResponse getIPTables(GetIPTablesRequest request) {
        return call(AgentServiceGrpc.getGetIPTablesMethod(), request);
    }

    /** {@link #getIPTables(GetIPTablesRequest)}, without waiting. */
    default CompletableFuture<GetIPTablesResponse> getIPTablesAsync(GetIPTablesRequest request) {
        return callAsync(AgentServiceGrpc.getGetIPTablesMethod(), request);
    }

    /** Replaces the rules of the packet filter; takes the form of iptables-save. */
    default SetIPTablesResponse setIPTables(SetIPTablesRequest request) {
        return call(AgentServiceGrpc.getSetIPTablesMethod(), request);
    }

    /** {@link #setIPTables(SetIPTablesRequest)}, without waiting. */
    default CompletableFuture<SetIPTablesResponse> setIPTablesAsync(SetIPTablesRequest request) {
        return callAsync(AgentServiceGrpc.getSetIPTablesMethod(), request);
    }
}
