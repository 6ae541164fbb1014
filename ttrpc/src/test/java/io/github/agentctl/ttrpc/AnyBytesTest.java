// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.ttrpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;

/** {@link AnyBytes} over frames at random, whole and spoilt. A failure prints its seed; {@code -Dseed} repeats it. */
@Timeout(60)
class AnyBytesTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @RegisterExtension
    final TestWatcher watcher = new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
            System.err.println(context.getDisplayName() + " failed with -Dseed=" + seed);
        }
    };

    @Test
    void anySequenceOfFramesSurvivesAnySplitting() throws IOException {
        for (int i = 0; i < 100; i++) {
            byte[] stream = frames(1 + random.nextInt(8), 200_000);
            AnyBytes.framesOfAnySplitting(stream, 1 + random.nextInt(i % 2 == 0 ? 100 : 70_000));
        }
    }

    @Test
    void spoiltFramesEndInFramesOrACleanError() throws IOException {
        for (int i = 0; i < 300; i++) {
            AnyBytes.framesOfAnySplitting(spoilt(frames(3, 1000)), 1 + random.nextInt(50));
        }
    }

    @Test
    void spoiltEnvelopesAreValuesOrRefused() throws IOException {
        byte[] request = Wire.request(
                1,
                0,
                Wire.target("test.Echo", "Say"),
                Payload.of(new BytesMarshaller(), new byte[20]),
                5,
                java.util.List.of(new Wire.Pair("key", "value"), new Wire.Pair("a-bin", "AAA")));
        byte[] envelope = java.util.Arrays.copyOfRange(request, Frame.HEADER, request.length);
        for (int i = 0; i < 20_000; i++) {
            AnyBytes.envelopes(spoilt(envelope));
        }
    }

    @Test
    void aClientSurvivesAnyFrames() throws IOException {
        for (int i = 0; i < 150; i++) {
            byte[] frames = frames(1 + random.nextInt(20), 30);
            AnyBytes.client(i % 2 == 0 ? frames : spoilt(frames));
        }
    }

    @Test
    void aServerSurvivesAnyFrames() throws IOException {
        for (int i = 0; i < 150; i++) {
            byte[] frames = frames(1 + random.nextInt(20), 30);
            AnyBytes.server(i % 2 == 0 ? frames : spoilt(frames));
        }
    }

    @Test
    void deeplyNestedGroupsAreRefused() {
        byte[] groups = new byte[1 << 20];
        java.util.Arrays.fill(groups, (byte) 0x0b);
        AnyBytes.envelopes(groups);
    }

    /** Frames of likely streams, types, flags and contents. */
    private byte[] frames(int count, int most) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            int id = random.nextInt(10) == 0 ? random.nextInt() : 1 + 2 * random.nextInt(5);
            int type = random.nextInt(10) == 0 ? random.nextInt(256) : 1 + random.nextInt(3);
            int flags = random.nextInt(10) == 0 ? random.nextInt(256) : random.nextInt(8);
            byte[] data = data(most);
            stream.write(RawPeer.frame(data.length, id, type, flags, data));
        }
        return stream.toByteArray();
    }

    private byte[] data(int most) throws IOException {
        String[] names = {"Echo", "Sum", "Count", "Nope"};
        return switch (random.nextInt(4)) {
            case 0 -> Wire.target(Streams.SERVICE, names[random.nextInt(names.length)]);
            case 1 -> RawPeer.hex("0a0012070a0568656c6c6f");
            case 2 -> RawPeer.hex("0801");
            default -> {
                byte[] any = new byte[random.nextInt(most)];
                random.nextBytes(any);
                yield any;
            }
        };
    }

    /** With a few bytes changed, and perhaps cut short. */
    private byte[] spoilt(byte[] bytes) {
        byte[] copy = java.util.Arrays.copyOf(
                bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
        for (int i = random.nextInt(4); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }
}
