// SPDX-License-Identifier: Apache-2.0

use crate::{
    asynchronous::peer::{Item, Order, SizeRequest},
    call::{none, ok, Failure, Outcome, Server, Session, Verdict},
    cases::{ended, fails, lost},
};
use protobuf::Message;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use ttrpc::{Code, Error, Request};

const MAX_FRAME: usize = 4 << 20;
/// What a Response with its empty status and a SizeReply's other fields take at most.
const REPLY_OVERHEAD: usize = 32;

/// A body so long that the message around it has exactly the length.
fn fitting(length: usize, size: impl Fn(Vec<u8>) -> u64) -> Vec<u8> {
    let around = size(vec![0; length / 2]) as usize - length / 2;
    let body = vec![0; length - around];
    assert_eq!(size(body.clone()), length as u64);
    body
}

/// Makes a Request frame of Size with exactly this many bytes of data.
fn size_request(length: usize) -> SizeRequest {
    let bare = |body| SizeRequest { body, ..Default::default() };
    bare(fitting(length, |body| {
        let request = Request {
            service: "agentctl.interop.v1.Peer".to_string(),
            method: "Size".to_string(),
            payload: bare(body).write_to_bytes().unwrap(),
            ..Default::default()
        };
        request.compute_size()
    }))
}

fn reply_of(size: usize) -> SizeRequest {
    SizeRequest { reply_size: size as i32, ..Default::default() }
}

/// Fills a frame to the last byte: request, reply (nearly), and data both ways.
pub fn max_message(s: &Session) -> Outcome {
    let largest = size_request(MAX_FRAME);
    let replies = [
        s.sync_peer.size(none(), &largest).map_err(|e| format!("request: {e}"))?,
        s.wait(s.peer.size(none(), &largest)).map_err(|e| format!("asynchronous request: {e}"))?,
    ];
    for reply in replies {
        if reply.received as usize != largest.body.len() {
            return Err(format!("{} bytes of {} arrived", reply.received, largest.body.len()).into());
        }
    }
    const SIZE: usize = MAX_FRAME - REPLY_OVERHEAD;
    let reply = s.sync_peer.size(none(), &reply_of(SIZE)).map_err(|e| format!("reply: {e}"))?;
    if reply.body.len() != SIZE {
        return Err(format!("the reply's body has {} bytes, not {SIZE}", reply.body.len()).into());
    }
    let numbered = |body| Item { number: 1, body, ..Default::default() };
    let item = numbered(fitting(MAX_FRAME, |body| numbered(body).compute_size()));
    s.wait(async {
        let mut stream = s.peer.bidi(none()).await?;
        for _ in 0..2 {
            stream.send(&item).await.map_err(|e| format!("stream: {e}"))?;
            let got = stream.recv().await.map_err(|e| format!("stream: {e}"))?;
            if got.body.len() != item.body.len() {
                return Err(format!("the item's body has {} bytes, not {}", got.body.len(), item.body.len()).into());
            }
        }
        stream.close_send().await?;
        ended(stream.recv().await)?;
        ok()
    })
}

/// The library refuses to send one (the Go peer writes such a frame by hand). A reply that is too long depends on the
/// server: Java and Rust answer an error instead, Go closes the connection.
pub fn over_message(s: &Session) -> Outcome {
    let over = size_request(MAX_FRAME + 1);
    for result in [s.sync_peer.size(none(), &over), s.wait(s.peer.size(none(), &over))] {
        match result {
            Err(Error::Others(why)) if why.contains("exceed") => {}
            other => return Err(format!("own request: {other:?}").into()),
        }
    }
    s.alive()?;
    let reply = s.sync_peer.size(none(), &reply_of(MAX_FRAME + 1));
    let note = match s.server {
        Server::Go => {
            let note = lost(reply)?;
            return Ok(Verdict::Ok(format!("reply: {note}")));
        }
        Server::Rust => fails(reply, Code::INVALID_ARGUMENT)?,
        Server::Java => fails(reply, Code::RESOURCE_EXHAUSTED)?,
    };
    s.alive()?;
    Ok(Verdict::Ok(format!("reply: {note}")))
}

fn within(limit: Duration, begin: Instant) -> Result<String, Failure> {
    let took = begin.elapsed();
    if took > limit {
        return Err(format!("the calls beside it took {took:.3?}").into());
    }
    Ok(format!("the calls beside it took {took:.3?}"))
}

/// A stream that the client does not read must not hold up the connection.
pub fn stalled_reader(s: &Session) -> Outcome {
    s.wait(async {
        let order = Order { count: 10_000, size: 1024, ..Default::default() };
        let mut stream = s.peer.server_stream(none(), &order).await?;
        stream.recv().await?;
        let begin = Instant::now();
        for _ in 0..200 {
            s.peer.unary(none(), &Item::new()).await?;
        }
        let note = within(Duration::from_secs(10), begin)?;
        drop(stream);
        Ok(Verdict::Ok(note))
    })
}

/// A handler that does not read must not hold up the connection. The flood's own end depends on the server: it took
/// all, or it gave the stream up.
pub fn stalled_handler(s: &Session) -> Outcome {
    const FLOOD: i64 = 2000;
    let (result, note) = s.wait(async {
        let mut stream = s.peer.stall(none()).await?;
        stream.send(&Item { number: 3_000, ..Default::default() }).await?;
        let (deep, reached) = oneshot::channel();
        let flood = tokio::spawn(async move {
            let mut deep = Some(deep);
            for number in 1..=FLOOD {
                if number == FLOOD / 4 {
                    let _ = deep.take().unwrap().send(());
                }
                stream.send(&Item { number, body: vec![0; 1024], ..Default::default() }).await?;
            }
            stream.close_and_recv().await
        });
        reached.await?;
        let begin = Instant::now();
        s.peer.unary(none(), &Item::new()).await?;
        let note = within(Duration::from_secs(10), begin)?;
        Ok::<_, Failure>((flood.await?, note))
    })?;
    let note = match result {
        Ok(total) if total.count == FLOOD => format!("{note}; took all"),
        Ok(total) => return Err(format!("{} items of {FLOOD} arrived", total.count).into()),
        Err(e) => {
            let code = if s.server == Server::Go { Code::INVALID_ARGUMENT } else { Code::RESOURCE_EXHAUSTED };
            format!("{note}; {}", fails::<()>(Err(e), code)?)
        }
    };
    s.alive()?;
    Ok(Verdict::Ok(note))
}
