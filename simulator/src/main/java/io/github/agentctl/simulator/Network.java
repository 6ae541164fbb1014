// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.ARPNeighbor;
import io.github.agentctl.proto.IPAddress;
import io.github.agentctl.proto.IPFamily;
import io.github.agentctl.proto.Interface;
import io.github.agentctl.proto.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The guest's network: interfaces found by their hardware address, routes, neighbours. It begins with the loopback.
 * Thread-safe; what it throws are plain texts, which each call wraps in words of its own.
 */
final class Network {
    private static final Pattern HARDWARE_ADDRESS = Pattern.compile("(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");
    private static final Pattern ADDRESS =
            Pattern.compile("(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*)(?:/[0-9]{1,3})?");
    private static final String LOOPBACK = "00:00:00:00:00:00";

    /** What the kernel or the agent's parser refused. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String text) {
            super(text);
        }
    }

    private final Map<String, Interface> interfaces = new LinkedHashMap<>();
    private final Map<String, ARPNeighbor> neighbors = new LinkedHashMap<>();
    private List<Route> routes = List.of();

    Network() {
        interfaces.put(
                LOOPBACK,
                Interface.newBuilder()
                        .setName("lo")
                        .setMtu(65_536)
                        .setHwAddr(LOOPBACK)
                        .addIPAddresses(address("127.0.0.1", "8"))
                        .addIPAddresses(address("::1", "128"))
                        .build());
    }

    /** As the agent lists them: name, hardware address, MTU and addresses only. */
    synchronized List<Interface> interfaces() {
        return List.copyOf(interfaces.values());
    }

    /** Gives an interface its name, MTU and addresses; those that are not named are gone afterwards. */
    synchronized void update(Interface wanted) throws RefusedException {
        if (!HARDWARE_ADDRESS.matcher(wanted.getHwAddr()).matches()) {
            throw new RefusedException("Failed to parse MAC address: " + wanted.getHwAddr());
        }
        Interface known = interfaces.get(wanted.getHwAddr().toLowerCase(java.util.Locale.ROOT));
        if (known == null) {
            throw noSuchDevice();
        }
        Interface.Builder updated = known.toBuilder().setMtu(wanted.getMtu()).clearIPAddresses();
        if (!wanted.getName().isEmpty()) {
            updated.setName(wanted.getName());
        }
        for (IPAddress address : wanted.getIPAddressesList()) {
            requireAddress(address.getAddress());
            updated.addIPAddresses(address(address.getAddress(), address.getMask()));
        }
        interfaces.put(known.getHwAddr(), updated.build());
    }

    /** As the agent lists them: a route through a gateway shows no destination, and none shows its family. */
    synchronized List<Route> routes() {
        return routes.stream().map(Network::shown).toList();
    }

    /** These instead of those there are; the ones without a gateway come first. */
    synchronized void replaceRoutes(List<Route> wanted) throws RefusedException {
        List<Route> ordered = new ArrayList<>();
        wanted.stream().filter(route -> route.getGateway().isEmpty()).forEach(ordered::add);
        wanted.stream().filter(route -> !route.getGateway().isEmpty()).forEach(ordered::add);
        for (Route route : ordered) {
            requireDevice(route.getDevice());
            for (String address : List.of(route.getDest(), route.getGateway(), route.getSource())) {
                if (!address.isEmpty()) {
                    requireAddress(address);
                }
            }
        }
        routes = List.copyOf(ordered);
    }

    synchronized void add(ARPNeighbor neighbor) throws RefusedException {
        String address = neighbor.getToIPAddress().getAddress();
        if (address.isEmpty()) {
            throw new RefusedException("Failed to add ARP neighbor : Unable to determine ip address of ARP neighbor");
        }
        requireAddress(address);
        requireDevice(neighbor.getDevice());
        String key = address + "%" + neighbor.getDevice();
        neighbors.remove(key);
        neighbors.put(key, neighbor);
    }

    synchronized List<ARPNeighbor> neighbors() {
        return List.copyOf(neighbors.values());
    }

    private void requireDevice(String name) throws RefusedException {
        if (interfaces.values().stream().noneMatch(known -> known.getName().equals(name))) {
            throw noSuchDevice();
        }
    }

    private static void requireAddress(String text) throws RefusedException {
        if (!ADDRESS.matcher(text).matches()) {
            throw new RefusedException("invalid address: " + text);
        }
    }

    private static RefusedException noSuchDevice() {
        return new RefusedException("Received a netlink error message No such device (os error 19)");
    }

    private static Route shown(Route route) {
        Route.Builder shown = route.toBuilder().clearFamily();
        if (!route.getGateway().isEmpty()) {
            shown.setDest(isVersion6(route.getGateway()) ? "::1" : "0.0.0.0");
        }
        return shown.build();
    }

    /** The real agent mixes the two families up when it lists them; so does this one. */
    private static IPAddress address(String text, String mask) {
        return IPAddress.newBuilder()
                .setFamily(isVersion6(text) ? IPFamily.v4 : IPFamily.v6)
                .setAddress(text)
                .setMask(mask)
                .build();
    }

    private static boolean isVersion6(String address) {
        return address.indexOf(':') >= 0;
    }
}
