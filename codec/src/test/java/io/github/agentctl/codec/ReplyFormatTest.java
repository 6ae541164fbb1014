// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.github.agentctl.proto.AgentDetails;
import io.github.agentctl.proto.CgroupStats;
import io.github.agentctl.proto.GetDiagnosticDataResponse;
import io.github.agentctl.proto.GetIPTablesResponse;
import io.github.agentctl.proto.GuestDetailsResponse;
import io.github.agentctl.proto.HealthCheckResponse;
import io.github.agentctl.proto.HugetlbStats;
import io.github.agentctl.proto.Metrics;
import io.github.agentctl.proto.OOMEvent;
import io.github.agentctl.proto.ReadStreamResponse;
import io.github.agentctl.proto.SetIPTablesResponse;
import io.github.agentctl.proto.WaitProcessResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplyFormatTest {
    private static byte[] bytes(ReplyFormat format, Message reply) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(reply, out);
        return out.toByteArray();
    }

    private static String text(ReplyFormat format, Message reply) throws IOException {
        return new String(bytes(format, reply), StandardCharsets.UTF_8);
    }

    private static ReadStreamResponse data(byte... data) {
        return ReadStreamResponse.newBuilder()
                .setData(ByteString.copyFrom(data))
                .build();
    }

    private static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }

    @Test
    void jsonIsOneLineWithFieldsAtTheirDefault() throws Exception {
        assertThat(text(ReplyFormat.JSON, WaitProcessResponse.getDefaultInstance()))
                .isEqualTo("{\"status\":0}\n");
        assertThat(text(ReplyFormat.JSON, Empty.getDefaultInstance())).isEqualTo("{}\n");
        assertThat(text(ReplyFormat.JSON, GuestDetailsResponse.getDefaultInstance()))
                .isEqualTo("{\"mem_block_size_bytes\":\"0\",\"support_mem_hotplug_probe\":false}\n");
        assertThat(text(
                        ReplyFormat.JSON,
                        HealthCheckResponse.newBuilder().setStatusValue(1).build()))
                .isEqualTo("{\"status\":\"SERVING\"}\n");
        assertThat(text(
                        ReplyFormat.JSON,
                        HealthCheckResponse.newBuilder().setStatusValue(9).build()))
                .isEqualTo("{\"status\":9}\n");
    }

    @Test
    void prettyIsTheSameIndented() throws Exception {
        GuestDetailsResponse reply = GuestDetailsResponse.newBuilder()
                .setMemBlockSizeBytes(-1)
                .setAgentDetails(AgentDetails.newBuilder().addExtraFeatures("a").addExtraFeatures("b"))
                .build();
        assertThat(text(ReplyFormat.PRETTY, reply)).isEqualTo("""
                        {
                          "mem_block_size_bytes": "18446744073709551615",
                          "agent_details": {
                            "version": "",
                            "init_daemon": false,
                            "device_handlers": [],
                            "storage_handlers": [],
                            "supports_seccomp": false,
                            "extra_features": [
                              "a",
                              "b"
                            ]
                          },
                          "support_mem_hotplug_probe": false
                        }
                        """);
        assertThat(text(ReplyFormat.PRETTY, Empty.getDefaultInstance())).isEqualTo("{}\n");
    }

    @Test
    void jsonEscapesWhatATerminalActsOn() throws Exception {
        OOMEvent reply = OOMEvent.newBuilder()
                .setContainerId(
                        "\u0000\u001b[31m\u007f\u0085\u009b\u2028\u2029\u202e\u2066\u200f\u061c\ufeff\n\t\"\\='<ü😀")
                .build();
        assertThat(text(ReplyFormat.JSON, reply))
                .isEqualTo("{\"container_id\":\"\\u0000\\u001b[31m\\u007f\\u0085\\u009b\\u2028\\u2029\\u202e\\u2066"
                        + "\\u200f\\u061c\\ufeff\\n\\t\\\"\\\\='<ü😀\"}\n");
    }

    @Test
    void textShowsBytesAsEscapedUtf8() throws Exception {
        assertThat(text(ReplyFormat.TEXT, data("hi ü\n\u001b\\".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("data: hi ü\\n\\u{1b}\\\\\n");
        assertThat(text(ReplyFormat.TEXT, data((byte) 'a', (byte) 0xff, (byte) 0xc3, (byte) 'b', (byte) 0xe2, (byte)
                        0x82)))
                .isEqualTo("data: a\\xff\\xc3b\\xe2\\x82\n");
        assertThat(text(ReplyFormat.TEXT, data())).isEqualTo("data: \"\"\n");
    }

    @Test
    void textIndentsMessagesListsAndMaps() throws Exception {
        CgroupStats reply = CgroupStats.newBuilder()
                .putHugetlbStats(
                        "2\u202eMB", HugetlbStats.newBuilder().setUsage(1).build())
                .build();
        assertThat(text(ReplyFormat.TEXT, reply)).isEqualTo("""
                        hugetlb_stats:
                          2\\u{202e}MB:
                            usage: 1
                            max_usage: 0
                            failcnt: 0
                        """);
        assertThat(text(
                        ReplyFormat.TEXT,
                        AgentDetails.newBuilder().addExtraFeatures("a").build()))
                .contains("device_handlers: []\n", "extra_features:\n  - a\n");
        assertThat(text(ReplyFormat.TEXT, Empty.getDefaultInstance())).isEqualTo("{}\n");
    }

    @Test
    void rawWritesTheOneFieldOfBytesOrTextAsItIs() throws Exception {
        assertThat(bytes(ReplyFormat.RAW, data((byte) 0, (byte) 0xff, (byte) 27)))
                .containsExactly(0, 0xff, 27);
        assertThat(bytes(ReplyFormat.RAW, data())).isEmpty();
        assertThat(text(
                        ReplyFormat.RAW,
                        GetIPTablesResponse.newBuilder().setData(utf8("a\n")).build()))
                .isEqualTo("a\n");
        assertThat(text(
                        ReplyFormat.RAW,
                        SetIPTablesResponse.newBuilder().setData(utf8("a")).build()))
                .isEqualTo("a");
        assertThat(text(ReplyFormat.RAW, Metrics.newBuilder().setMetrics("m\n").build()))
                .isEqualTo("m\n");
        assertThat(text(
                        ReplyFormat.RAW,
                        GetDiagnosticDataResponse.newBuilder().setData("d").build()))
                .isEqualTo("d");
    }

    @Test
    void rawWritesJsonForAnyOtherReply() throws Exception {
        assertThat(text(
                        ReplyFormat.RAW,
                        OOMEvent.newBuilder().setContainerId("c").build()))
                .isEqualTo("{\"container_id\":\"c\"}\n");
        assertThat(text(ReplyFormat.RAW, Empty.getDefaultInstance())).isEqualTo("{}\n");
    }
}
