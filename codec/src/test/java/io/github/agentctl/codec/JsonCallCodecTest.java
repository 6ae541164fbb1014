// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.agentctl.api.Call;
import io.github.agentctl.api.CallCodec;
import io.github.agentctl.api.SpecificationException;
import io.github.agentctl.proto.GuestDetailsRequest;
import io.github.agentctl.proto.WaitProcessResponse;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class JsonCallCodecTest {
    private final CallCodec codec =
            ServiceLoader.load(CallCodec.class).findFirst().orElseThrow();

    @Test
    void isTheInstalledCodecOnTheClassPathAndOnTheModulePath() throws Exception {
        assertThat(codec).isInstanceOf(JsonCallCodec.class);
        // By its place: other modules on the class path have a file of that name too.
        Path classes = Path.of(JsonCallCodec.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            assertThat(ModuleDescriptor.read(in).provides()).singleElement().satisfies(provides -> {
                assertThat(provides.service()).isEqualTo(CallCodec.class.getName());
                assertThat(provides.providers()).containsExactly(JsonCallCodec.class.getName());
            });
        }
    }

    @Test
    void decodesWithoutGeneratingOrRemembering() {
        Call call = codec.decode("GetGuestDetails", "mem_block_size=true");
        assertThat(call.name()).isEqualTo("GetGuestDetails");
        assertThat(call.requests().iterator().next())
                .isEqualTo(
                        GuestDetailsRequest.newBuilder().setMemBlockSize(true).build());
        codec.decode("StatsContainer", "cid=a");
        assertThat(codec.decode("StatsContainer", "")
                        .requests()
                        .iterator()
                        .next()
                        .getSerializedSize())
                .isZero();
    }

    @Test
    void placesFaultsInTheSpecification() {
        SpecificationException fault =
                catchThrowableOfType(SpecificationException.class, () -> codec.decode("Check", " servcie=x"));
        assertThat(fault.text()).isEqualTo(" servcie=x");
        assertThat(fault.position()).isEqualTo(1);
    }

    @Test
    void namesTheNearestCall() {
        SpecificationException fault =
                catchThrowableOfType(SpecificationException.class, () -> codec.decode("Chekc", ""));
        assertThat(fault).hasMessage("unknown call 'Chekc'; did you mean 'Check'?");
        assertThat(fault.text()).isEqualTo("Chekc");
    }

    @Test
    void encodesAsOneLine() {
        assertThat(codec.encode(WaitProcessResponse.getDefaultInstance())).isEqualTo("{\"status\":0}");
    }
}
