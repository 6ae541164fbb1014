// SPDX-License-Identifier: Apache-2.0

use crate::{
    asynchronous::{peer_ttrpc, streaming_ttrpc, test_streaming_ttrpc},
    cpu_seconds,
    doors::Doors,
    failed, misused,
    options::Options,
    peer::Peer,
    streaming::Streaming,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    runtime::{Builder, Runtime},
    select,
    signal::unix::{signal, SignalKind},
    sync::mpsc,
};
use ttrpc::asynchronous::Server;

/// An order to end: at once, or when the running calls are done or the grace is over.
pub struct Shutdown {
    pub immediate: bool,
    pub grace: Duration,
}

pub fn serve(args: Vec<String>) {
    let options = Options::read(args, &["socket", "grace", "threads"], "");
    if !options.words.is_empty() {
        misused("serve takes no argument");
    }
    let grace = options.duration("grace", Duration::from_secs(5));
    // The library handles each frame in a task of its own: with more than one thread, two messages of a stream that
    // come close together may change places.
    let runtime = match options.number("threads", 1) {
        1 => Builder::new_current_thread().enable_all().build(),
        threads => Builder::new_multi_thread().worker_threads(threads).enable_all().build(),
    };
    let runtime: Runtime = runtime.unwrap_or_else(|e| failed(e));
    let socket = options.socket();
    if let Err(e) = runtime.block_on(run(&socket, grace)) {
        failed(e);
    }
    let _ = std::fs::remove_file(&socket);
    println!("stopped cpu-seconds={:.3}", cpu_seconds());
    runtime.shutdown_background();
}

async fn run(socket: &str, grace: Duration) -> ttrpc::Result<()> {
    let others = |e: std::io::Error| ttrpc::Error::Others(e.to_string());
    let doors = Doors::default();
    let (orders, mut ordered) = mpsc::unbounded_channel();
    let mut server = Server::new()
        .add_listener(doors.listen(socket).map_err(others)?)
        .register_service(peer_ttrpc::create_peer(Arc::new(Peer::new(doors.clone(), orders))))
        .register_service(streaming_ttrpc::create_streaming(Arc::new(Streaming)))
        .register_service(test_streaming_ttrpc::create_streaming(Arc::new(Streaming)));
    let mut terminate = signal(SignalKind::terminate()).map_err(others)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(others)?;
    server.start().await?;
    println!("ready");

    let order = select! {
        _ = terminate.recv() => Shutdown { immediate: false, grace },
        _ = interrupt.recv() => Shutdown { immediate: true, grace },
        Some(order) = ordered.recv() => order,
    };
    if order.immediate {
        doors.hang_up();
        return Ok(());
    }
    // The library waits for running calls at most 5 s, whatever the grace.
    if tokio::time::timeout(order.grace, server.shutdown()).await.is_err() {
        doors.hang_up();
    }
    Ok(())
}
