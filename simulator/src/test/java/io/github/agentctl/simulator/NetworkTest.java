// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import static io.github.agentctl.simulator.AgentFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.agentctl.proto.ARPNeighbor;
import io.github.agentctl.proto.ARPNeighbors;
import io.github.agentctl.proto.AddARPNeighborsRequest;
import io.github.agentctl.proto.GetIPTablesRequest;
import io.github.agentctl.proto.IPAddress;
import io.github.agentctl.proto.IPFamily;
import io.github.agentctl.proto.Interface;
import io.github.agentctl.proto.ListInterfacesRequest;
import io.github.agentctl.proto.ListRoutesRequest;
import io.github.agentctl.proto.Route;
import io.github.agentctl.proto.Routes;
import io.github.agentctl.proto.SetIPTablesRequest;
import io.github.agentctl.proto.UpdateInterfaceRequest;
import io.github.agentctl.proto.UpdateRoutesRequest;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final Interface LO = Interface.newBuilder()
            .setName("lo")
            .setHwAddr("00:00:00:00:00:00")
            .setMtu(1500)
            .build();

    private final AgentFixture agent = new AgentFixture();

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void givesAnInterfaceTheAddressesItIsSentAndNoOthers() {
        Interface wanted = LO.toBuilder()
                .addIPAddresses(IPAddress.newBuilder().setAddress("10.0.0.2").setMask("24"))
                .build();

        assertThat(update(wanted)).isEqualTo(wanted);

        Interface listed = agent.calls()
                .listInterfaces(ListInterfacesRequest.getDefaultInstance())
                .getInterfaces(0);
        assertThat(listed.getMtu()).isEqualTo(1500);
        assertThat(listed.getIPAddressesList())
                .containsExactly(IPAddress.newBuilder()
                        .setAddress("10.0.0.2")
                        .setMask("24")
                        .setFamily(IPFamily.v6)
                        .build());
    }

    @Test
    void refusesInterfacesItDoesNotHave() {
        assertFails(
                () -> update(LO.toBuilder().setHwAddr("bad").build()),
                Code.INTERNAL,
                "\"update interface: Failed to parse MAC address: bad\"");
        assertFails(
                () -> update(LO.toBuilder().setHwAddr("02:00:00:00:00:01").build()),
                Code.INTERNAL,
                "\"update interface: Received a netlink error message No such device (os error 19)\"");
        assertFails(
                () -> update(LO.toBuilder().setDevicePath("zz").build()),
                Code.INTERNAL,
                "\"Invalid PCI path for network interface: zz\"");
        assertFails(
                () -> update(LO.toBuilder()
                        .addIPAddresses(IPAddress.newBuilder().setAddress("x"))
                        .build()),
                Code.INTERNAL,
                "\"update interface: invalid address: x\"");
    }

    @Test
    void listsRoutesAsTheRealAgentDoes() {
        Route direct = Route.newBuilder()
                .setDest("10.0.0.0/24")
                .setDevice("lo")
                .setFamily(IPFamily.v6)
                .build();
        Route gateway = Route.newBuilder()
                .setDest("10.9.0.0/16")
                .setGateway("10.0.0.1")
                .setDevice("lo")
                .build();

        Routes replaced = updateRoutes(gateway, direct);

        assertThat(replaced.getRoutesList())
                .containsExactly(
                        direct.toBuilder().clearFamily().build(),
                        gateway.toBuilder().setDest("0.0.0.0").build());
        assertThat(agent.calls().listRoutes(ListRoutesRequest.getDefaultInstance()))
                .isEqualTo(replaced);
        assertThat(updateRoutes().getRoutesList()).isEmpty();
    }

    @Test
    void keepsTheRoutesWhereOneIsRefused() {
        updateRoutes(Route.newBuilder().setDest("10.0.0.0/24").setDevice("lo").build());

        assertFails(
                () -> updateRoutes(
                        Route.newBuilder().setDest("bad").setDevice("lo").build()),
                Code.INTERNAL,
                "\"Failed to update routes: invalid address: bad\"");
        assertFails(
                () -> updateRoutes(Route.newBuilder().setDevice("eth9").build()),
                Code.INTERNAL,
                "\"Failed to update routes: Received a netlink error message No such device (os error 19)\"");
        assertThat(agent.calls()
                        .listRoutes(ListRoutesRequest.getDefaultInstance())
                        .getRoutesCount())
                .isEqualTo(1);
    }

    @Test
    void takesNeighbors() throws Network.RefusedException {
        ARPNeighbor neighbor = neighbor("10.0.0.3", "lo");
        addNeighbor(neighbor);

        Network network = new Network();
        network.add(neighbor);
        network.add(neighbor.toBuilder().setLladdr("02:00:00:00:00:09").build());
        assertThat(network.neighbors())
                .containsExactly(
                        neighbor.toBuilder().setLladdr("02:00:00:00:00:09").build());
    }

    @Test
    void refusesNeighborsOnNoDevice() {
        assertFails(
                () -> addNeighbor(neighbor("10.0.0.3", "eth9")),
                Code.INTERNAL,
                "\"Failed to add ARP neighbours: Received a netlink error message No such device (os error 19)\"");
    }

    @Test
    void keepsRulesAsTheyAreGiven() {
        String rules = "# mine\n*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -j DROP\nCOMMIT\n";

        assertThat(setRules(false, rules)).isEmpty();

        assertThat(rules(false)).isEqualTo(rules);
        assertThat(rules(true)).isEmpty();
    }

    @Test
    void refusesRulesThatAreNone() {
        assertFails(
                () -> setRules(false, "*filter\nnonsense\n"),
                Code.INTERNAL,
                "\"/sbin/iptables-restore failed: \\\"iptables-restore: line 2 failed\\\\n\\\"\"");
        assertThat(rules(false)).isEmpty();
    }

    @Test
    void failsToSetRulesForVersion6AsTheRealAgentDoes() {
        assertFails(
                () -> setRules(true, "COMMIT\n"),
                Code.INTERNAL,
                "\"/usr/sbin/ip6tables-save failed: \\\"ip6tables-save: unrecognized option '--wait'\\\\n\\\"\"");
    }

    private Interface update(Interface wanted) {
        return agent.calls()
                .updateInterface(
                        UpdateInterfaceRequest.newBuilder().setInterface(wanted).build());
    }

    private Routes updateRoutes(Route... routes) {
        return agent.calls()
                .updateRoutes(UpdateRoutesRequest.newBuilder()
                        .setRoutes(Routes.newBuilder().addAllRoutes(java.util.List.of(routes)))
                        .build());
    }

    private static ARPNeighbor neighbor(String address, String device) {
        return ARPNeighbor.newBuilder()
                .setToIPAddress(IPAddress.newBuilder().setAddress(address))
                .setDevice(device)
                .setLladdr("02:00:00:00:00:03")
                .build();
    }

    private void addNeighbor(ARPNeighbor neighbor) {
        var unused = agent.calls()
                .addARPNeighbors(AddARPNeighborsRequest.newBuilder()
                        .setNeighbors(ARPNeighbors.newBuilder().addARPNeighbors(neighbor))
                        .build());
    }

    private ByteString setRules(boolean ipv6, String rules) {
        return agent.calls()
                .setIPTables(SetIPTablesRequest.newBuilder()
                        .setIsIpv6(ipv6)
                        .setData(ByteString.copyFromUtf8(rules))
                        .build())
                .getData();
    }

    private String rules(boolean ipv6) {
        return agent.calls()
                .getIPTables(GetIPTablesRequest.newBuilder().setIsIpv6(ipv6).build())
                .getData()
                .toStringUtf8();
    }
}
