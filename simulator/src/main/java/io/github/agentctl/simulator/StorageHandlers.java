// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.Device;
import io.github.agentctl.proto.Storage;
import java.util.List;
import java.util.Set;

/** The kinds of storages and devices that the agent knows. */
final class StorageHandlers {
    /** As GetGuestDetails lists them; the real agent's order is random. */
    static final List<String> NAMES = List.of(
            "blk",
            "watchable-bind",
            "overlayfs",
            "image_guest_pull",
            "ephemeral",
            "erofs.multi-layer",
            "local",
            "virtio-fs",
            "nvdimm",
            "scsi",
            "mmioblk");

    private static final Set<String> DEVICES =
            Set.of("blk", "blk-ccw", "mmioblk", "nvdimm", "scsi", "vfio-pci", "vfio-pci-gk", "vfio-ap");

    private StorageHandlers() {}

    static void check(List<Storage> storages) {
        for (Storage storage : storages) {
            if (!NAMES.contains(storage.getDriver())) {
                throw Failure.internal("Failed to find the storage handler " + storage.getDriver());
            }
        }
    }

    static void checkDevices(List<Device> devices) {
        for (Device device : devices) {
            if (device.getType().isEmpty()) {
                throw Failure.internal("invalid type for device " + words(device));
            }
            if (device.getId().isEmpty() && device.getVmPath().isEmpty()) {
                throw Failure.internal("invalid ID and VM path for device " + words(device));
            }
            if (device.getContainerPath().isEmpty()) {
                throw Failure.internal("invalid container path for device " + words(device));
            }
            if (!DEVICES.contains(device.getType())) {
                throw Failure.internal("Failed to find the device handler " + device.getType());
            }
        }
    }

    private static String words(Device device) {
        return "Device { id: " + Failure.debug(device.getId()) + ", type_: " + Failure.debug(device.getType())
                + ", vm_path: " + Failure.debug(device.getVmPath()) + ", container_path: "
                + Failure.debug(device.getContainerPath()) + " }";
    }
}
