// SPDX-License-Identifier: Apache-2.0

use crate::{
    asynchronous::peer::{Item, Order, SizeRequest},
    call::{none, Failure, Server, Session},
    cases::ends,
    cpu_seconds, failed, misused, open,
    options::Options,
};
use std::{
    sync::{
        atomic::{AtomicU64, Ordering},
        Arc,
    },
    thread,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// Counts what was done, and tells when the time is over.
struct Counter {
    done: AtomicU64,
    until: Instant,
}

impl Counter {
    fn more(&self) -> bool {
        Instant::now() < self.until
    }
}

type Load = fn(&Session, usize, &Counter) -> Result<(), Failure>;

/// Drives one connection for a while and prints one line of key=value.
pub fn bench(socket: &str, runtime: Arc<Runtime>, args: Vec<String>) {
    let options = Options::read(args, &["mode", "parallel", "duration", "size", "rate"], "");
    let mode = options.text("mode").unwrap_or("unary");
    let duration = options.duration("duration", Duration::from_secs(5));
    let rate = options.number("rate", 0);
    if mode == "latency" && rate > 0 {
        return open::open_loop(socket, rate, duration).unwrap_or_else(|Failure(why)| failed(why));
    }
    let (load, unit, size): (Load, _, _) = match mode {
        "unary" => (unary, "calls/s", 0),
        "stream" => (stream, "messages/s", 1 << 10),
        "reply" => (reply, "calls/s", 1 << 20),
        _ => misused("bench knows the modes unary, stream and reply"),
    };
    let size = options.number("size", size);
    let parallel = options.number("parallel", 1);
    let session = Session::connect(socket, Server::Java, 1, runtime).unwrap_or_else(|e| failed(e));
    let run = |duration| {
        let counter = Counter { done: AtomicU64::new(0), until: Instant::now() + duration };
        let (cpu, begin) = (cpu_seconds(), Instant::now());
        thread::scope(|scope| {
            for _ in 0..parallel {
                scope.spawn(|| load(&session, size, &counter).unwrap_or_else(|Failure(why)| failed(why)));
            }
        });
        (counter.done.into_inner(), begin.elapsed().as_secs_f64(), cpu_seconds() - cpu)
    };
    run(duration / 10);
    let (done, seconds, cpu) = run(duration);
    let rate = done as f64 / seconds;
    println!(
        "bench peer=rust mode={mode} parallel={parallel} size={size} count={done} seconds={seconds:.2} \
         {unit}={rate:.0} MiB/s={:.1} cpu-seconds={cpu:.2}",
        rate * size as f64 / (1 << 20) as f64
    );
}

/// The synchronous client, as Kata's tool uses it.
fn unary(s: &Session, size: usize, counter: &Counter) -> Result<(), Failure> {
    let item = Item { number: 1, body: vec![0; size], ..Default::default() };
    while counter.more() {
        s.sync_peer.unary(none(), &item)?;
        counter.done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

fn reply(s: &Session, size: usize, counter: &Counter) -> Result<(), Failure> {
    let request = SizeRequest { reply_size: size as i32, ..Default::default() };
    while counter.more() {
        s.sync_peer.size(none(), &request)?;
        counter.done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// Reads streams of a tenth of a second or less, whole.
fn stream(s: &Session, size: usize, counter: &Counter) -> Result<(), Failure> {
    const LENGTH: i64 = 5_000;
    s.wait(async {
        while counter.more() {
            let order = Order { count: LENGTH, size: size as i32, ..Default::default() };
            let mut stream = s.peer.server_stream(none(), &order).await?;
            for _ in 0..LENGTH {
                stream.recv().await?.ok_or("the stream ended early")?;
            }
            ends(&mut stream).await?;
            counter.done.fetch_add(LENGTH as u64, Ordering::Relaxed);
        }
        Ok(())
    })
}
