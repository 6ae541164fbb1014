// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.agentctl.api.SpecificationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong, where it stands (the caret), and the nearest right name. */
class BadInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // names
                "^Chekc                               | unknown call 'Chekc'; did you mean 'Check'?",
                "^Bogus x=1                           | unknown call 'Bogus'",
                "^check json://{}                     | did you mean 'Check'?",
                "Check ^servcie=x                     | unknown field 'servcie' in Check; did you mean 'service'? (its fields: service)",
                "CreateSandbox dns^=[\"a\",\"b\"]      | a list is written a,b; as JSON it goes into json://",
                "StatsContainer ^cidd=x               | unknown field 'cidd' in StatsContainer; did you mean 'container_id'?",
                "GetGuestDetails ^foo=bar             | unknown field 'foo' in GetGuestDetails (its fields: mem_block_size, mem_hotplug_probe)",
                "UpdateInterface interface.^mtuu=1    | unknown field 'mtuu' in interface; did you mean 'mtu'?",
                "UpdateInterface interface.IPAddresses[0].^adress=1 | did you mean 'address'?",
                "CreateContainer OCI.Process.^Agrs[0]=sh | unknown field 'Agrs' in OCI.Process; did you mean 'Args'?",
                "ListRoutes ^a=b                      | unknown field 'a': ListRoutes has no fields",
                "CopyFile ^sorc=b                     | did you mean 'src'?",
                "SetPolicy ^policyfile=b              | did you mean 'policy_file'?",
                "SignalProcess ^sandbox_id=x          | unknown field 'sandbox_id'",
                "UpdateInterface interface.^mtu_=1    | did you mean 'mtu'?",
                "UpdateInterface ^Interface.mtu=1     | did you mean 'interface'?",
                // shapes
                "Check ^foo                           | expected name=value, json://{...} or file:///path, got 'foo'",
                "Check ^=x                            | a name is missing before '='",
                "Check ^jsn://{}                      | unknown source 'jsn://'; expected json:// or file://; did you mean 'json'?",
                "Check ^http://foo                    | unknown source 'http://'",
                "UpdateInterface interface^=x         | 'interface' is a message: name one of its fields, such as interface.device",
                "UpdateInterface interface.^=x        | a field's name is missing",
                "UpdateInterface ^.mtu=x              | a field's name is missing",
                "Check service^.x=1                   | nothing may follow its name",
                "Check service^[0]=1                  | nothing may follow its name",
                "CreateSandbox storages^=x            | 'storages' is a list of messages: name one element's field, such as storages[0].driver",
                "CreateSandbox storages[0]^=x         | 'storages[0]' is a message: name one of its fields, such as storages[0].driver",
                "CreateSandbox storages[0]^x=x        | expected a dot behind 'storages[0]'",
                "CreateSandbox dns[^1]=x              | dns has 0 elements, so [0] is the next one, not [1]",
                "CreateSandbox dns[^x]=x              | expected an element's number in brackets, got 'x'",
                "CreateSandbox dns[^-1]=x             | expected an element's number in brackets, got '-1'",
                "CreateSandbox dns^[0=x               | the bracket [ is never closed",
                "CreateContainer OCI.Annotations^=x   | 'OCI.Annotations' is a map: name a key, such as OCI.Annotations[key]=value",
                "CreateContainer OCI.Annotations[^]=x | a key is missing",
                "CreateContainer OCI.Annotations^[a]b=x | the bracket of a key must be the last of the name",
                // quotes
                "Check service=^\"foo                 | the quote \" is opened here and never closed",
                "Check service=a^'foo bar             | the quote ' is opened here and never closed",
                "Check service=foo^\\                 | a backslash at the end",
                // values
                "GetGuestDetails mem_block_size=^yes  | mem_block_size: expected true or false, got 'yes'",
                "GetGuestDetails mem_block_size=^     | expected true or false, got ''",
                "RemoveContainer timeout=^x           | timeout: expected u32 (0 to 4294967295), got 'x'",
                "RemoveContainer timeout=^4294967296  | '4294967296' is out of range for u32 (0 to 4294967295)",
                "RemoveContainer timeout=^-1          | '-1' is out of range for u32",
                "RemoveContainer timeout=^1.5         | expected u32",
                "RemoveContainer timeout=^0x          | expected u32",
                "RemoveContainer timeout=^            | expected u32",
                "RemoveContainer timeout=^１           | expected u32",
                "CopyFile uid=^2147483648             | '2147483648' is out of range for i32 (-2147483648 to 2147483647)",
                "CopyFile uid=^-2147483649            | out of range for i32",
                "SetGuestDateTime sec=^9223372036854775808 | out of range for i64 (-9223372036854775808 to 9223372036854775807)",
                "ResizeVolume size=^18446744073709551616 | out of range for u64 (0 to 18446744073709551615)",
                "ResizeVolume size=^-1                | out of range for u64",
                "MemHotplugByProbe memHotplugProbeAddr=0x1,^zz | expected u64",
                "MemHotplugByProbe memHotplugProbeAddr=^1f | hexadecimal numbers begin with 0x",
                "MemHotplugByProbe memHotplugProbeAddr=1,^ | expected u64",
                "UpdateInterface interface.IPAddresses[0].family=^v5 | 'v5' is no value of IPFamily; did you mean 'v4'? (its values: v4, v6)",
                "SignalProcess signal=^usr3           | 'usr3' is no signal of Linux; did you mean 'SIGUSR1'?",
                "SignalProcess signal=^               | signal: expected u32",
                "SignalProcess signal=\"^SIGTREM\"    | did you mean 'SIGTERM'?",
                "WriteStdin data=^hex:abc             | expected pairs of hexadecimal digits behind hex:, got 'abc'",
                "WriteStdin data=^hex:zz              | expected pairs of hexadecimal digits",
                "WriteStdin data=^base64:*            | expected base64, got '*'",
                "WriteStdin data=^@/no/such/file      | cannot read '/no/such/file': no such file",
                "WriteStdin data=^@                   | a path is missing",
                // files
                "Check file://^/no/such/file          | cannot read '/no/such/file': no such file",
                "Check file://^/                      | cannot read '/': it is a directory",
                "Check file://^                       | a path is missing",
                "Check file://^/etc/passwd/x          | cannot read '/etc/passwd/x': not a directory",
                "Check file://^/dev/zero              | cannot read '/dev/zero': it has more than 4 MiB",
                "Check file://^/dev/null              | /dev/null, line 1, column 1: bad JSON: it ends too early",
                "Check ^-                             | standard input, line 1, column 1: bad JSON: it ends too early",
                "SetPolicy policy_file=^/no/such      | cannot read '/no/such': no such file",
                "SetPolicy policy_file=^/             | it is a directory",
                "SetPolicy policy=x policy_file=^/x   | policy or policy_file, not both",
                "CreateContainer spec=^file:///no/such | cannot read '/no/such': no such file",
                "ExecProcess bundle-dir=^/no/such     | the bundle '/no/such' does not exist",
                "ExecProcess bundle-dir=^/            | the bundle has no config.json: '/config.json' does not exist",
                "ExecProcess bundle-dir=^/etc/passwd  | the bundle '/etc/passwd' is not a directory",
                "ExecProcess bundle-dir=^/etc/passwd/x | cannot read the bundle '/etc/passwd/x': not a directory",
                "CopyFile src=^/no/such dest=/d       | cannot copy '/no/such': no such file",
                "CopyFile src=^/etc                   | CopyFile takes src and dest together; dest is missing",
                "CopyFile dest=^/etc                  | CopyFile takes src and dest together; src is missing",
                "CopyFile src=^/etc dest=/d data=x    | give either those or data",
                "CopyFile src=^/dev/null dest=/d      | '/dev/null' is no file, directory or symbolic link",
                // JSON
                "Check json://^                       | bad JSON: it ends too early",
                "Check json://{^                      | bad JSON: it ends too early",
                "Check json://{}^x=1                  | expected a blank or the end behind the JSON value, got 'x'",
                "Check json://{}^}                    | expected a blank or the end behind the JSON value, got '}'",
                "Check json://^[]                     | expected an object, {...}, got an array",
                "Check json://^5                      | expected an object, {...}, got a number",
                "Check json://^null                   | expected an object, {...}, got null",
                "Check json://^\"a b\"                | expected an object, {...}, got a string",
                "Check json://{ ^\"servcie\": \"x\"}  | unknown field 'servcie' in Check; did you mean 'service'?",
                "Check json://{\"service\": ^5}       | service: expected a string, got a number",
                "Check json://{\"service\": ^true}    | service: expected a string, got true or false",
                "Check json://{\"service\":^{\"a\":1}} | service: expected a string, got an object",
                "Check json://{\"service\":\"a\", ^\"service\":\"b\"} | the field service is given twice",
                "Check json://{\"service\":\"a\"^\"x\":1} | bad JSON: Unterminated object",
                "Check json://{^service:\"a\"}        | bad JSON: not a value or a bracket that may stand here",
                "Check json://{'service':'a'}         | bad JSON",
                "GetGuestDetails json://{\"mem_block_size\": ^\"true\"} | mem_block_size: expected true or false, got a string",
                "GetGuestDetails json://{\"mem_block_size\": false, \"mem_hotplug_probe\": ^1} | mem_hotplug_probe: expected true or false, got a number",
                "RemoveContainer json://{\"timeout\": ^4294967296} | timeout: '4294967296' is out of range for u32",
                "RemoveContainer json://{\"timeout\": ^1.5} | timeout: expected u32",
                "RemoveContainer json://{\"timeout\": ^1e999999999} | out of range for u32",
                "RemoveContainer json://{\"timeout\": ^\"abc\"} | timeout: expected u32 (0 to 4294967295), got 'abc'",
                "RemoveContainer json://{\"timeout\": ^-1} | out of range for u32",
                "SetGuestDateTime json://{\"Sec\": ^\"9223372036854775808\"} | Sec: '9223372036854775808' is out of range for i64",
                "RemoveContainer json://{\"timeout\": ^\"１\"} | expected u32",
                "StatsContainer json://{^\"cid\": \"x\"} | did you mean 'container_id'?",
                "CreateSandbox json://{\"dns\": ^\"x\"} | dns: expected an array, got a string",
                "CreateSandbox json://{\"dns\": [\"a\", ^5]} | dns[1]: expected a string, got a number",
                "CreateSandbox json://{\"dns\": [^null]} | dns[0]: expected a string, got null",
                "CreateSandbox json://{\"storages\": [{^\"drivr\": 1}]} | unknown field 'drivr' in storages[0]; did you mean 'driver'?",
                "CreateSandbox json://{\"storages\": [^1]} | storages[0]: expected an object, got a number",
                "WriteStdin json://{\"data\": ^\"*\"} | data: expected base64, got '*'",
                "WriteStdin json://{\"data\": [1, ^256]} | data: expected numbers from 0 to 255",
                "WriteStdin json://{\"data\": [^\"1\"]} | data: expected numbers from 0 to 255",
                "WriteStdin json://{\"data\": ^1} | data: expected a string in base64 or an array of numbers, got a number",
                "UpdateInterface json://{\"interface\":{\"IPAddresses\":[{\"family\":^\"v5\"}]}} | 'v5' is no value of IPFamily; did you mean 'v4'?",
                "CreateContainer json://{\"image\": ^\"\"} | the name of an image is missing",
                "CreateContainer json://{\"OCI\":{\"Annotations\":{\"a\":^1}}} | OCI.Annotations.a: expected a string, got a number",
                "CreateContainer json://{\"OCI\":{\"Annotations\":{\"a\":\"b\",^\"a\":\"b\"}}} | the key 'a' is given twice",
                "CreateContainer json://{\"OCI\":{\"process\":{^\"argv\":[]}}} | unknown field 'argv' in OCI.process; did you mean 'Args'?",
                "CreateContainer json://{^\"ociVersion\": \"1\"} | give it as spec=file:///path",
                "CopyFile json://{\"src\": ^5} | src: expected a string, got a number",
                "CopyFile json://{\"src\": ^\"/no/such\", \"dest\": \"/d\"} | cannot copy '/no/such': no such file",
                "Check   json://{\"service\":^tru} | bad JSON: not a value or a bracket that may stand here",
            })
    void saysWhatIsWrongAndWhere(String marked, String problem) {
        int position = marked.indexOf('^');
        String command = marked.replace("^", "");
        SpecificationException fault = Commands.plain().fault(command);
        assertThat(fault).as(command).isNotNull();
        assertThat(fault).hasMessageContaining(problem);
        assertThat(fault.text()).isEqualTo(command);
        if (position >= 0) {
            assertThat(fault.position()).as(fault.getMessage()).isEqualTo(position);
        }
    }

    @Test
    void placesAFaultInJsonOfSeveralLines() {
        String command = "Check json://{\n  \"service\":\n 5}";
        SpecificationException fault = Commands.plain().fault(command);
        assertThat(fault.position()).isEqualTo(command.indexOf('5'));
    }

    @Test
    void refusesAnEmptyCommand() {
        assertThat(Commands.plain().fault("  ")).hasMessageContaining("the command is empty");
    }

    @Test
    void refusesDeepNesting() {
        String command = "CreateContainer json://{\"OCI\":{\"linux\":{\"unified\":" + "[".repeat(100_000);
        assertThat(Commands.plain().fault(command)).hasMessageContaining("unknown field 'unified'");
        command = "CreateContainer json://{\"OCI\":{\"linux\":{\"resources\":{\"unified\":" + "[".repeat(100_000);
        assertThat(Commands.plain().fault(command)).hasMessageContaining("Nesting limit 100 reached");
    }

    @Test
    void showsNoControlCharactersOfTheInput() {
        assertThat(Commands.plain().fault("Check \u001b[31m\u202e=x").getMessage())
                .doesNotContain("\u001b", "\u202e")
                .contains("\\u{1b}");
    }
}
