// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import io.github.agentctl.proto.AgentServiceGrpc;
import io.github.agentctl.proto.CheckRequest;
import io.github.agentctl.proto.HealthGrpc;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    @Test
    void holdsEveryMethodOfBothServicesInTheirOrder() {
        List<MethodDescriptor<?, ?>> methods =
                new ArrayList<>(AgentServiceGrpc.getServiceDescriptor().getMethods());
        methods.addAll(HealthGrpc.getServiceDescriptor().getMethods());
        assertThat(Catalogue.calls())
                .hasSize(44)
                .extracting(AgentCall::method)
                .map(method -> (Object) method)
                .containsExactlyElementsOf(methods);
        assertThat(Catalogue.calls()).extracting(AgentCall::name).containsExactlyElementsOf(Catalogue.names());
    }

    @Test
    void namesMessagesAndServiceOfACall() {
        AgentCall check = Catalogue.find("Check").orElseThrow();
        assertThat(check.service()).isEqualTo("grpc.Health");
        assertThat(check.request()).isEqualTo(CheckRequest.getDescriptor());
        assertThat(Catalogue.find("StartContainer").orElseThrow().reply()).isEqualTo(Empty.getDescriptor());
    }

    @ParameterizedTest
    @CsvSource({"GetIptables, GetIPTables", "SetIptables, SetIPTables", "GetIPTables, GetIPTables"})
    void findsTheSpellingsOfTheRustTool(String name, String exact) {
        AgentCall call = Catalogue.find(name).orElseThrow();
        assertThat(call.name()).isEqualTo(exact);
        assertThat(call.method().getBareMethodName()).isEqualTo(exact);
        assertThat(call.aliases()).containsExactly(exact.replace("IPT", "Ipt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "check", "Check ", "grpc.Health/Check", "getIPTables"})
    void findsNothingButExactNames(String name) {
        assertThat(Catalogue.find(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "check, Check",
        "Chekc, Check",
        "GetGuestDetail, GetGuestDetails",
        "CreateConatiner, CreateContainer",
        "ReadStdOut, ReadStdout",
        "Verison, Version"
    })
    void knowsTheNearestName(String wrong, String right) {
        assertThat(Nearest.to(wrong, Catalogue.names())).contains(right);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bogus", "zzzzzzzz", "123"})
    void knowsNoNearestNameWhereNoneIsNear(String wrong) {
        assertThat(Nearest.to(wrong, Catalogue.names())).isEqualTo(Optional.empty());
    }
}
