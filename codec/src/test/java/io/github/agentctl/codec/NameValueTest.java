// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.github.agentctl.proto.CreateContainerRequest;
import io.github.agentctl.proto.WriteStreamRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammar of name=value, row by row: the command, and the request as protobuf's own JSON. */
class NameValueTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Check                                        | {}",
                "  Check                                      | {}",
                "Check service=foo                            | {'service':'foo'}",
                "Check service=\"hello world\"                | {'service':'hello world'}",
                "Check service='hello world'                  | {'service':'hello world'}",
                "Check service=hello\" \"world                | {'service':'hello world'}",
                "Check \"service=hello world\"                | {'service':'hello world'}",
                "Check service=\"a\\tb\\nc\\\"d\\\\e\\x\"     | {'service':'a\\tb\\nc\\\"d\\\\e\\\\x'}",
                "Check service='a\\tb\\'                      | {'service':'a\\\\tb\\\\'}",
                "Check service=a\\ b\\\"\\n                   | {'service':'a b\\\"\\\\n'}",
                "Check service=a=b                            | {'service':'a=b'}",
                "Check service=http://x                       | {'service':'http://x'}",
                "Check service=a service=b                    | {'service':'b'}",
                "CreateSandbox hostname=h sandbox_pidns=true  | {'hostname':'h','sandbox_pidns':true}",
                "CreateSandbox sandboxId=x guestHookPath=/h   | {'sandbox_id':'x','guest_hook_path':'/h'}",
                "CreateSandbox sid=x                          | {'sandbox_id':'x'}",
                "CreateSandbox dns=1.1.1.1,8.8.8.8            | {'dns':['1.1.1.1','8.8.8.8']}",
                "CreateSandbox dns=a dns=b,c                  | {'dns':['a','b','c']}",
                "CreateSandbox dns=\"a,b\"                    | {'dns':['a,b']}",
                "CreateSandbox dns=a,\"b,c\"                  | {'dns':['a','b,c']}",
                "CreateSandbox dns[0]=a,b dns[1]=c            | {'dns':['a,b','c']}",
                "CreateSandbox dns[]=a dns[]=b dns[0]=c       | {'dns':['c','b']}",
                "CreateSandbox dns[0]=a dns=b                 | {'dns':['a','b']}",
                "CreateSandbox dns=                           | {}",
                "CreateSandbox dns[0]=                        | {'dns':['']}",
                "CreateSandbox storages[0].driver=blk storages[0].options=ro,noexec storages[1].shared=true | "
                        + "{'storages':[{'driver':'blk','options':['ro','noexec']},{'shared':true}]}",
                "CreateSandbox storages[].driver=a storages[].driver=b | {'storages':[{'driver':'a'},{'driver':'b'}]}",
                "CreateSandbox storages[0].fs_group.group_change_policy=OnRootMismatch | "
                        + "{'storages':[{'fs_group':{'group_change_policy':1}}]}",
                "UpdateInterface interface.mtu=1500 interface.type_=veth | {'interface':{'mtu':1500,'type':'veth'}}",
                "UpdateInterface interface.hwAddr=a interface.type=b     | {'interface':{'hwAddr':'a','type':'b'}}",
                "UpdateInterface interface.IPAddresses[0].family=v6      | {'interface':{'IPAddresses':[{'family':1}]}}",
                "UpdateInterface interface.IPAddresses[0].family=V6      | {'interface':{'IPAddresses':[{'family':1}]}}",
                "UpdateInterface interface.IPAddresses[0].family=1       | {'interface':{'IPAddresses':[{'family':1}]}}",
                "UpdateInterface interface.IPAddresses[0].family=7       | {'interface':{'IPAddresses':[{'family':7}]}}",
                "UpdateInterface interface.raw_flags=0xFf                | {'interface':{'raw_flags':255}}",
                "SetGuestDateTime sec=-5 usec=7               | {'Sec':-5,'Usec':7}",
                "SetGuestDateTime Sec=-0x10 Usec=+7           | {'Sec':-16,'Usec':7}",
                "SetGuestDateTime Sec=-9223372036854775808    | {'Sec':'-9223372036854775808'}",
                "ResizeVolume size=18446744073709551615       | {'size':'18446744073709551615'}",
                "ResizeVolume size=0xffffffffffffffff         | {'size':'18446744073709551615'}",
                "CopyFile file_mode=0o100644 uid=-1           | {'file_mode':33188,'uid':-1}",
                "RemoveContainer cid=a timeout=4294967295     | {'container_id':'a','timeout':4294967295}",
                "MemHotplugByProbe memHotplugProbeAddr=0x1000,0x2000   | {'memHotplugProbeAddr':[4096,8192]}",
                "MemHotplugByProbe memHotplugProbeAddr='0x1000, 7'     | {'memHotplugProbeAddr':[4096,7]}",
                "AddSwap PCIPath=1,2 PCIPath=3                | {'PCIPath':[1,2,3]}",
                "OnlineCPUMem wait=true nb_cpus=2 cpu_only=false | {'wait':true,'nb_cpus':2}",
                "MemAgentMemcgSet swap=false                  | {'swap':false}",
                "SignalProcess signal=usr1 sid=a cid=b        | {'container_id':'b','signal':10}",
                "SignalProcess signal=SIGUSR2                 | {'signal':12}",
                "SignalProcess signal=sigterm exec_id=e       | {'exec_id':'e','signal':15}",
                "SignalProcess signal=300                     | {'signal':300}",
                "WriteStdin cid=c data=hello                  | {'container_id':'c','data':'aGVsbG8='}",
                "WriteStdin data=\"hello world\"              | {'data':'aGVsbG8gd29ybGQ='}",
                "WriteStdin data=hex:00fF                     | {'data':'AP8='}",
                "WriteStdin data=base64:AP8=                  | {'data':'AP8='}",
                "WriteStdin data=base64:_-8                   | {'data':'/+8='}",
                "WriteStdin data=                             | {}",
                "GetIptables is_ipv6=true                     | {'is_ipv6':true}",
                "SetIptables data=x                           | {'data':'eA=='}",
                "CreateContainer OCI.Process.Args[0]=sh OCI.process.args[1]=-c oci.Process.Env=A=1,B=2 | "
                        + "{'OCI':{'Process':{'Args':['sh','-c'],'Env':['A=1','B=2']}}}",
                "CreateContainer OCI.Annotations.io.kata/x=v OCI.Annotations[a.b]=w | "
                        + "{'OCI':{'Annotations':{'io.kata/x':'v','a.b':'w'}}}",
                "CreateContainer OCI.Annotations.k=v OCI.Annotations.k=w OCI.ociVersion=1 | "
                        + "{'OCI':{'Version':'1','Annotations':{'k':'w'}}}",
                "CreateContainer OCI.Annotations[a[0]]=v      | {'OCI':{'Annotations':{'a[0]':'v'}}}",
                "CreateContainer OCI.linux.resources.cpu.shares=5 | {'OCI':{'Linux':{'Resources':{'CPU':{'Shares':5}}}}}",
                "ExecProcess process.User.UID=1000 process.user.gid=7 | {'process':{'User':{'UID':1000,'GID':7}}}",
                "AddARPNeighbors neighbors.ARPNeighbors[0].toIPAddress.address=1.2.3.4 | "
                        + "{'neighbors':{'ARPNeighbors':[{'toIPAddress':{'address':'1.2.3.4'}}]}}",
            })
    void givesTheRequest(String command, String expected) throws Exception {
        Message request = Commands.plain().request(command);
        Message.Builder wanted = request.newBuilderForType();
        JsonFormat.parser().merge(expected.replace('\'', '"'), wanted);
        assertThat(request).isEqualTo(wanted.build());
    }

    @Test
    void readsBytesFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("da ta"), new byte[] {0, (byte) 0xff, 10});
        assertThat(Commands.plain()
                        .request("WriteStdin data=@\"" + file + "\"", WriteStreamRequest.class)
                        .getData())
                .isEqualTo(ByteString.copyFrom(new byte[] {0, (byte) 0xff, 10}));
    }

    @Test
    void readsBytesFromStandardInput() {
        assertThat(Commands.withStdin("in")
                        .request("WriteStdin data=@-", WriteStreamRequest.class)
                        .getData()
                        .toStringUtf8())
                .isEqualTo("in");
    }

    @Test
    void keepsLettersBeyondAscii() {
        assertThat(Commands.plain()
                        .request("CreateContainer cid='ü 語 😀'", CreateContainerRequest.class)
                        .getContainerId())
                .isEqualTo("ü 語 😀");
    }

    @Test
    void warnsOfAnAddressThatOthersReadAsHexadecimal() {
        Commands commands = Commands.plain();
        commands.requests("MemHotplugByProbe memHotplugProbeAddr=0x1000,7,0o17");
        commands.requests("RemoveContainer timeout=1000");
        assertThat(commands.warnings).isEmpty();
        commands.requests("MemHotplugByProbe memHotplugProbeAddr=0x1000,2000");
        commands.requests("MemHotplugByProbe memHotplugProbeAddr[0]=1000");
        assertThat(commands.warnings)
                .containsExactly(
                        "memHotplugProbeAddr: 2000 is decimal here; write 0x2000 for hexadecimal",
                        "memHotplugProbeAddr: 1000 is decimal here; write 0x1000 for hexadecimal");
        assertThat(commands.notes).isEmpty();
    }
}
