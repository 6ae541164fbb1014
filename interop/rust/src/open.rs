// SPDX-License-Identifier: Apache-2.0

use crate::{
    asynchronous::{peer::Item, peer_ttrpc::PeerClient},
    call::{none, Failure},
};
use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use tokio::{
    runtime::Builder,
    sync::{mpsc, Semaphore},
};

const PAUSE: Duration = Duration::from_micros(20);

/// As many as the client's queue takes. Who has to wait for a place in it may be overtaken, and Go refuses ids that do
/// not rise. The wait for a turn counts as that for a reply does.
const IN_FLIGHT: usize = 100;

/// Begins calls at a given rate, whether or not those before have ended. A call's time counts from when it should have
/// begun, so that a client that falls behind cannot hide it.
pub fn open_loop(socket: &str, rate: u32, duration: Duration) -> Result<(), Failure> {
    let count = (f64::from(rate) * duration.as_secs_f64()) as usize;
    if count == 0 {
        return Err("not one call in that time".into());
    }
    // All calls on one thread: on several they take their ids in one order and are sent in another, which Go refuses.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let begin = Instant::now();
    let mut took = runtime.block_on(calls(socket, rate, count))?;
    took.sort();
    let micros = |at: usize| took[at].as_micros();
    println!(
        "bench peer=rust mode=latency rate={rate} count={count} seconds={:.2} p50-us={} p90-us={} p99-us={} \
         p999-us={} max-us={}",
        begin.elapsed().as_secs_f64(),
        micros(count / 2),
        micros(count * 9 / 10),
        micros(count * 99 / 100),
        micros(count * 999 / 1000),
        micros(count - 1)
    );
    Ok(())
}

async fn calls(socket: &str, rate: u32, count: usize) -> Result<Vec<Duration>, Failure> {
    let client = ttrpc::asynchronous::Client::connect(&format!("unix://{socket}")).await?;
    let (due, mut begun) = mpsc::unbounded_channel();
    // The runtime's own timers are good for milliseconds only.
    thread::spawn(move || {
        let begin = Instant::now();
        for i in 0..count {
            let at = begin + Duration::from_secs_f64(i as f64 / f64::from(rate));
            while Instant::now() < at {
                thread::sleep(PAUSE);
            }
            if due.send(at).is_err() {
                return;
            }
        }
    });
    let free = Arc::new(Semaphore::new(IN_FLIGHT));
    let mut calls = Vec::with_capacity(count);
    while let Some(at) = begun.recv().await {
        let turn = free.clone().acquire_owned().await?;
        let peer = PeerClient::new(client.clone());
        calls.push(tokio::spawn(async move {
            let reply = peer.unary(none(), &Item::default()).await;
            drop(turn);
            reply.map(|_| at.elapsed())
        }));
    }
    let mut took = Vec::with_capacity(count);
    for call in calls {
        took.push(call.await??);
    }
    Ok(took)
}
