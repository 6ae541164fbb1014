// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.simulator;

import io.github.agentctl.proto.VolumeCondition;
import io.github.agentctl.proto.VolumeStatsResponse;
import io.github.agentctl.proto.VolumeUsage;
import java.util.Map;

/** The one volume of the guest, in figures that are made up and add up. */
final class GuestVolume {
    private static final long BYTES_TOTAL = 2_147_483_648L;
    private static final long BYTES_USED = 134_217_728L;
    private static final long INODES_TOTAL = 131_072;
    private static final long INODES_USED = 1024;

    static final Map<String, Long> BYTES =
            Map.of("total", BYTES_TOTAL, "used", BYTES_USED, "available", BYTES_TOTAL - BYTES_USED);
    static final Map<String, Long> INODES =
            Map.of("total", INODES_TOTAL, "used", INODES_USED, "available", INODES_TOTAL - INODES_USED);

    private GuestVolume() {}

    static VolumeStatsResponse stats() {
        return VolumeStatsResponse.newBuilder()
                .addUsage(usage(VolumeUsage.Unit.BYTES, BYTES_TOTAL, BYTES_USED))
                .addUsage(usage(VolumeUsage.Unit.INODES, INODES_TOTAL, INODES_USED))
                .setVolumeCondition(VolumeCondition.newBuilder().setMessage("OK"))
                .build();
    }

    private static VolumeUsage usage(VolumeUsage.Unit unit, long total, long used) {
        return VolumeUsage.newBuilder()
                .setUnit(unit)
                .setTotal(total)
                .setUsed(used)
                .setAvailable(total - used)
                .build();
    }
}
