// SPDX-License-Identifier: Apache-2.0

//! Makes the messages, the asynchronous client and server, and the synchronous client from ../proto.

use std::{env, fs, path::Path};
use ttrpc_codegen::{Codegen, Customize, ProtobufCustomize};

const PROTO: &str = "../proto";
const FILES: [&str; 3] = ["peer", "streaming", "test_streaming"];

fn main() {
    let out = env::var("OUT_DIR").expect("cargo names OUT_DIR");
    let out = Path::new(&out);
    println!("cargo:rerun-if-changed={PROTO}");
    let inputs = || FILES.iter().map(|file| format!("{PROTO}/{file}.proto"));

    let both = out.join("asynchronous");
    fs::create_dir_all(&both).unwrap();
    Codegen::new()
        .out_dir(&both)
        .inputs(inputs())
        .include(PROTO)
        .rust_protobuf()
        .rust_protobuf_customize(ProtobufCustomize::default().gen_mod_rs(false))
        .customize(Customize { async_all: true, ..Default::default() })
        .run()
        .unwrap();
    let modules =
        |names: &mut dyn Iterator<Item = String>| names.map(|name| format!("pub mod {name};\n")).collect::<String>();
    fs::write(
        both.join("mod.rs"),
        modules(&mut FILES.iter().flat_map(|file| [file.to_string(), format!("{file}_ttrpc")])),
    )
    .unwrap();

    // The synchronous client shares the messages. A synchronous server knows no streams, so that half stays asynchronous.
    let sync = out.join("synchronous");
    fs::create_dir_all(&sync).unwrap();
    Codegen::new()
        .out_dir(&sync)
        .inputs(inputs())
        .include(PROTO)
        .customize(Customize { async_server: true, ..Default::default() })
        .run()
        .unwrap();
    fs::write(
        sync.join("mod.rs"),
        format!(
            "pub use crate::asynchronous::{{peer, streaming}};\n{}",
            modules(&mut FILES.iter().map(|file| format!("{file}_ttrpc")))
        ),
    )
    .unwrap();
}
