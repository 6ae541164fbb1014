// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SignalProcess sig                       | signal=",
                "SignalProcess ci                        | cid=",
                "SignalProcess cid=x e                   | exec_id=",
                "SignalProcess CONT                      | container_id=",
                "UpdateInterface int                     | interface.",
                "UpdateInterface interface.m             | interface.mtu=",
                "UpdateInterface interface.IPA           | interface.IPAddresses[0].",
                "UpdateInterface interface.IPAddresses[0].fam | interface.IPAddresses[0].family=",
                "CreateContainer OCI.Proc                | OCI.Process.",
                "CreateContainer OCI.Process.Capa        | OCI.Process.Capabilities.",
                "CreateContainer oci.process.cw          | oci.process.Cwd=",
                "CreateContainer OCI.Ann                 | OCI.Annotations[",
                "CreateContainer OCI.Annotations[a.b]=x dev | devices[0].",
                "CreateContainer OCI.Linux.Name          | OCI.Linux.Namespaces[0].",
                "CopyFile sr                             | src=",
                "CreateSandbox js                        | json://",
                "CreateSandbox fi                        | file://",
                "AddARPNeighbors neighbors.ARPNeighbors[0].toIPAddress.f | neighbors.ARPNeighbors[0].toIPAddress.family=",
            })
    void completesNames(String typed, String completed) {
        assertThat(texts(typed)).containsExactly(completed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SignalProcess signal=us           | signal=usr1 signal=usr2",
                "SignalProcess signal=SIGUS        | signal=SIGUSR1 signal=SIGUSR2",
                "GetIPTables is_ipv6=              | is_ipv6=true is_ipv6=false",
                "UpdateInterface interface.IPAddresses[0].family= "
                        + "| interface.IPAddresses[0].family=v4 interface.IPAddresses[0].family=v6",
                "CreateSandbox storages[0].fs_group.group_change_policy=On "
                        + "| storages[0].fs_group.group_change_policy=OnRootMismatch",
                "WriteStdin data=                  | data=@ data=hex: data=base64:",
            })
    void completesValues(String typed, String completed) {
        assertThat(texts(typed)).containsExactly(completed.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "StatsContainer json://{              | \"container_id\": ",
                "StatsContainer json://{\"con         | \"container_id\": ",
                "SignalProcess json://{\"container_id\": \"a b\", \"sig | \"signal\": ",
                "UpdateInterface json://{\"interface\": {\"IPAddresses\": [{\"family\": 1}, {\"ma | \"mask\": ",
                "UpdateInterface json://{\"interface\": {\"IPAddresses\": [{\"family\": \"v6 | \"v6\"",
                "CreateContainer json://{\"OCI\": {\"Process\": {\"Args\": [\"x\"], \"Cw | \"Cwd\": ",
                "CreateContainer json://{\"OCI\": {\"Annotations\": {\"a\": \"b\"}, \"Hostn | \"Hostname\": ",
            })
    void completesJson(String typed, String completed) {
        Completion completion = Completion.of(typed);

        assertThat(completion.suggestions())
                .extracting(Suggestion::text)
                .extracting(String::strip)
                .containsExactly(completed.strip());
        assertThat(typed.substring(completion.start())).matches("(\"\\w*)?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SignalProcess nothing_like",
                "SignalProcess signal=zzz",
                "SignalProcess container_id=",
                "SignalProcess container_id.x",
                "Nosuch a",
                "Check",
                "",
                " ",
                "CreateContainer OCI.Annotations[",
                "CreateContainer devices[",
                "CreateContainer nosuch.x",
                "StatsContainer json://{\"container_id\": \"",
                "StatsContainer json://{\"container_id\"",
                "StatsContainer json://{\"container_id\": {\"",
                "StatsContainer json://}]",
                "StatsContainer file:///nosuch/",
                "StatsContainer file://\0",
            })
    void suggestsNothingWhereThereIsNothing(String typed) {
        assertThat(texts(typed)).isEmpty();
    }

    @Test
    void offersAllThatARequestTakes() {
        assertThat(Completion.of("CopyFile ").suggestions())
                .extracting(Suggestion::shown)
                .contains("path=", "file_size=", "src=", "dest=", "json://", "file://");
        assertThat(Completion.of("CopyFile ").suggestions())
                .extracting(Suggestion::about)
                .contains("string", "int64");
    }

    @Test
    void completesPathsOfFiles(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("sub dir"));
        Files.createFile(directory.resolve("spec.json"));
        Files.createFile(directory.resolve(".hidden"));
        Files.createFile(directory.resolve("clear\u001b[2J"));
        String base = directory + "/";

        assertThat(texts("Check file://" + base))
                .containsExactly("file://" + base + "spec.json", "file://" + base + "sub\\ dir/");
        assertThat(texts("WriteStdin data=@" + base + "sp")).containsExactly("data=@" + base + "spec.json");
        assertThat(texts("WriteStdin data=\"@" + base + "su")).containsExactly("data=\"@" + base + "sub dir/");
        assertThat(texts("WriteStdin data='@" + base + "sp")).containsExactly("data='@" + base + "spec.json'");
        assertThat(texts("CreateContainer spec=file://" + base + "sp"))
                .containsExactly("spec=file://" + base + "spec.json");
        assertThat(texts("CopyFile src=" + base + ".h")).containsExactly("src=" + base + ".hidden");
        assertThat(texts("CopyFile dest=" + base + "s")).isEmpty();
    }

    @Test
    void endsAWordOnlyWhereNothingMoreBelongsToIt() {
        assertThat(Completion.of("GetIPTables is_ipv6=t").suggestions())
                .extracting(Suggestion::isWhole)
                .containsExactly(true);
        assertThat(Completion.of("GetIPTables is").suggestions())
                .extracting(Suggestion::isWhole)
                .containsExactly(false);
    }

    private static List<String> texts(String typed) {
        return Completion.of(typed).suggestions().stream().map(Suggestion::text).toList();
    }
}
