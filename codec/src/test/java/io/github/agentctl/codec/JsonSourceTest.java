// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSourceTest {
    private static void assertRequest(Message request, String expected) throws Exception {
        Message.Builder wanted = request.newBuilderForType();
        JsonFormat.parser().merge(expected.replace('\'', '"'), wanted);
        assertThat(request).isEqualTo(wanted.build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Check json://{}                              | {}",
                "Check json://  { }                           | {}",
                "CreateSandbox json://{\"hostname\": \"http://a  b\"} | {'hostname':'http://a  b'}",
                "CreateSandbox json://{\"hostname\": \"}{\\\"x\"} sid=s | {'hostname':'}{\\\"x','sandbox_id':'s'}",
                "CreateSandbox json://{\"sandboxId\":\"a\",\"sandbox_pidns\":true} | {'sandbox_id':'a','sandbox_pidns':true}",
                "CreateSandbox 'json://{\"hostname\": \"a  b\"}' | {'hostname':'a  b'}",
                "SetGuestDateTime json://{\"Sec\":\"-5\",\"usec\":1} | -",
                "SetGuestDateTime json://{\"Sec\":\"-5\",\"Usec\":1e3} | {'Sec':-5,'Usec':1000}",
                "RemoveContainer json://{\"timeout\":\"5\"}   | {'timeout':5}",
                "RemoveContainer json://{\"timeout\":5.0}     | {'timeout':5}",
                "MemAgentMemcgSet json://{\"swap\":null}      | {}",
                "MemAgentMemcgSet json://{\"swap\":false}     | {'swap':false}",
                "CreateContainer json://{\"OCI\":null}        | {}",
                "WriteStdin json://{\"data\":[1,2,255]}       | {'data':'AQL/'}",
                "WriteStdin json://{\"data\":\"AQL_\"}        | {'data':'AQL/'}",
                "WriteStdin json://{\"data\":[]}              | {}",
                "UpdateInterface json://{\"interface\":{\"type_\":\"a\"}} | {'interface':{'type':'a'}}",
                "CreateContainer json://{\"OCI\":{\"Linux\":{\"Seccomp\":{\"Syscalls\":[{\"ErrnoRet\":{\"Errnoret\":1}}]}}}} | "
                        + "{'OCI':{'Linux':{'Seccomp':{'Syscalls':[{'errnoret':1}]}}}}",
                "CreateContainer json://{\"OCI\":{\"ociVersion\":\"1\",\"process\":{\"noNewPrivileges\":true,\"user\":{\"uid\":7}}}} | "
                        + "{'OCI':{'Version':'1','Process':{'NoNewPrivileges':true,'User':{'UID':7}}}}",
                // several sources: left to right
                "CreateSandbox sid=a json://{\"sandbox_id\":\"b\"} | {'sandbox_id':'b'}",
                "CreateSandbox json://{\"sandbox_id\":\"b\"} sid=a | {'sandbox_id':'a'}",
                "CreateSandbox sid=a json://{\"sandbox_id\":\"\"} | {}",
                "CreateSandbox json://{\"hostname\":\"h\"} json://{\"sandbox_id\":\"b\"} | {'hostname':'h','sandbox_id':'b'}",
                "CreateSandbox dns=a json://{\"dns\":[\"b\"]} | {'dns':['b']}",
                "CreateSandbox json://{\"dns\":[\"b\"]} dns=a dns=c | {'dns':['a','c']}",
                "CreateSandbox json://{\"dns\":[\"b\",\"c\"]} dns[1]=d dns[]=e | {'dns':['b','d','e']}",
                "CreateSandbox dns=x json://{\"dns\":[\"b\"]} dns=c | {'dns':['c']}",
                "CreateSandbox json://{\"dns\":[\"b\"]} json://{\"dns\":[]} | {}",
                "UpdateInterface json://{\"interface\":{\"name\":\"n\",\"mtu\":1}} interface.mtu=2 | {'interface':{'name':'n','mtu':2}}",
                "CreateContainer json://{\"OCI\":{\"annotations\":{\"a\":\"1\",\"b\":\"2\"}}} json://{\"OCI\":{\"Annotations\":{\"b\":\"3\"}}} | "
                        + "{'OCI':{'Annotations':{'a':'1','b':'3'}}}",
            })
    void givesTheRequest(String command, String expected) throws Exception {
        if (expected.equals("-")) {
            assertThat(Commands.plain().fault(command)).hasMessageContaining("did you mean 'Usec'?");
        } else {
            assertRequest(Commands.plain().request(command), expected);
        }
    }

    @Test
    void dropsWhatTheAgentHasNoFieldForInsideASpecificationWithANote() throws Exception {
        Commands commands = Commands.plain();
        assertRequest(
                commands.request(
                        "CreateContainer json://{\"OCI\":{\"process\":{\"ioPriority\":{\"class\":\"x\"}},\"domainname\":\"d\"}}"),
                "{'OCI':{'Process':{}}}");
        assertThat(commands.notes)
                .containsExactly(
                        "dropped OCI.process.ioPriority: the agent has no such field",
                        "dropped OCI.domainname: the agent has no such field");
    }

    @Test
    void readsAFileWhosePathHasBlanks(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a b.json"), "\ufeff{\"service\":\n\"x\"}\n");
        for (String command : new String[] {
            "Check file://\"" + file + "\"", "Check \"file://" + file + "\"", "Check 'file://" + file + "'"
        }) {
            assertRequest(Commands.plain().request(command), "{'service':'x'}");
        }
    }

    @Test
    void readsARelativePath(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"service\":\"x\"}");
        Path relative = Path.of("").toAbsolutePath().relativize(file);
        assertRequest(Commands.plain().request("Check file://" + relative), "{'service':'x'}");
    }

    @ParameterizedTest
    @CsvSource({"Check file://-", "Check -"})
    void readsStandardInput(String command) throws Exception {
        assertRequest(Commands.withStdin("{\"service\":\"x\"}").request(command), "{'service':'x'}");
    }

    @Test
    void takesNoMoreThanFourMebibytesFromStandardInput() {
        assertThat(Commands.withStdin(" ".repeat((4 << 20) + 1)).fault("Check -"))
                .hasMessageContaining("standard input: it has more than 4 MiB");
    }

    @Test
    void placesAFaultInAFileByLineAndColumn(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("x.json"), "{\n  \"service\": \"x\",\n  \"sevrice\": 1}");
        var fault = Commands.plain().fault("Check service=a file://" + file);
        assertThat(fault)
                .hasMessage(file + ", line 3, column 3: unknown field 'sevrice' in Check; did you mean 'service'?"
                        + " (its fields: service)");
        assertThat(fault.position()).isEqualTo("Check service=a file://".length());
    }

    @Test
    void refusesAFileThatIsNoText(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("x.json"), new byte[] {'{', (byte) 0xff, '}'});
        assertThat(Commands.plain().fault("Check file://" + file)).hasMessageContaining("is not UTF-8 text");
    }

    @Test
    void readsMebibytesOfNumbersInGoodTime() {
        String numbers = "1,".repeat(1 << 20);
        String command = "WriteStdin json://{\"data\":[" + numbers + "1]}";
        assertThat(Commands.plain().request(command).getSerializedSize()).isGreaterThan(1 << 20);
    }
}
