// SPDX-License-Identifier: Apache-2.0

use crate::{
    asynchronous::peer::*,
    call::{none, ok, same, token, Failure, Outcome, Server, Session, Verdict},
    cases::{ends, fails, lost},
};
use protobuf::well_known_types::{any::Any, empty::Empty};
use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use ttrpc::{context, proto::Status, Code, Error, Request};

const SHORT: Duration = Duration::from_millis(300);

fn block(token: &str, hold_millis: i64) -> BlockRequest {
    BlockRequest { token: token.to_string(), hold_millis, ..Default::default() }
}

fn entry(key: &str, values: &[&str]) -> MetadataEntry {
    let values = values.iter().map(|value| value.to_string()).collect();
    MetadataEntry { key: key.to_string(), values, ..Default::default() }
}

pub fn metadata(s: &Session) -> Outcome {
    let mut ctx = none();
    for value in ["one", "two", "three"] {
        ctx.add("several".to_string(), value.to_string());
    }
    ctx.add("Mixed-Case".to_string(), "kept As Is".to_string());
    ctx.add("empty".to_string(), String::new());
    let want =
        [entry("empty", &[""]), entry("mixed-case", &["kept As Is"]), entry("several", &["one", "two", "three"])];
    let reply = MetadataReply { entries: want.to_vec(), ..Default::default() };
    same("metadata", &s.sync_peer.metadata(ctx.clone(), &Empty::new())?, &reply)?;
    same("metadata of a call without", &s.sync_peer.metadata(none(), &Empty::new())?, &MetadataReply::new())?;
    s.wait(async {
        let mut stream = s.peer.metadata_stream(ctx, &Empty::new()).await?;
        for want in &want {
            same("stream's metadata", &stream.recv().await?.ok_or("the stream ended early")?, want)?;
        }
        ends(&mut stream).await?;
        ok()
    })
}

fn same_status(error: Error, request: &FailRequest) -> Result<(), Failure> {
    let Error::RpcStatus(got) = error else { return Err(format!("error is {error}, not a status").into()) };
    let mut want = Status::new();
    want.code = protobuf::EnumOrUnknown::from_i32(request.code);
    want.message = request.message.clone();
    want.details = request
        .details
        .iter()
        .map(|any| ttrpc::proto::Any { type_url: any.type_url.clone(), value: any.value.clone(), ..Default::default() })
        .collect();
    same("status", &got, &want)
}

/// Has every code end a unary call and a stream.
pub fn status_details(s: &Session) -> Outcome {
    let detail = Item { number: 42, text: "détail".to_string(), body: vec![0, 1, 255], ..Default::default() };
    let details = vec![
        Any::pack(&detail)?,
        Any { type_url: "example.invalid/no.Such".to_string(), value: vec![9, 9, 9], ..Default::default() },
    ];
    for code in 1..=16 {
        let mut request = FailRequest { code, after: 3, ..Default::default() };
        if code != 16 {
            request.message = format!("wörd {code}\nline");
            request.details = details.clone();
        }
        match s.sync_peer.fail(none(), &request) {
            Ok(_) => return Err(format!("code {code} did not fail").into()),
            Err(e) => same_status(e, &request)?,
        }
        s.wait(async {
            let mut stream = s.peer.fail_stream(none(), &request).await?;
            for _ in 0..request.after {
                stream.recv().await?.ok_or("the stream ended early")?;
            }
            match stream.recv().await {
                Ok(_) => Err(format!("code {code} did not end the stream").into()),
                Err(e) => same_status(e, &request),
            }
        })?;
    }
    s.sync_peer.fail(none(), &FailRequest::new())?;
    ok()
}

pub fn deadline(s: &Session) -> Outcome {
    let far = Duration::from_secs(30);
    let got = s.sync_peer.deadline(context::with_duration(far), &Empty::new())?;
    if !got.present || got.remaining_nanos <= 0 || got.remaining_nanos > far.as_nanos() as i64 {
        return Err(format!("the server saw {{{got}}} of a deadline in {far:?}").into());
    }
    same("deadline of a call without", &s.sync_peer.deadline(none(), &Empty::new())?, &DeadlineReply::new())?;
    let begin = Instant::now();
    let (first, second) = (token(), token());
    fails(s.sync_peer.block(context::with_duration(SHORT), &block(&first, 20_000)), Code::DEADLINE_EXCEEDED)?;
    fails(s.wait(s.peer.block(context::with_duration(SHORT), &block(&second, 20_000))), Code::DEADLINE_EXCEEDED)?;
    if begin.elapsed() > Duration::from_secs(10) {
        return Err(format!("two deadlines of {SHORT:?} ended the calls after {:?}", begin.elapsed()).into());
    }
    s.becomes(&first, State::STATE_CANCELLED)?;
    s.becomes(&second, State::STATE_CANCELLED)?;
    s.alive()?;
    ok()
}

/// The client sends the deadline of a stream, and leaves it to the server.
pub fn stream_deadline(s: &Session) -> Outcome {
    if s.server == Server::Rust {
        return Ok(Verdict::NotApplicable("neither side of the crate ends a stream at its deadline"));
    }
    let begin = Instant::now();
    s.wait(async {
        let name = token();
        let mut stream = s.peer.block_stream(context::with_duration(SHORT), &block(&name, 20_000)).await?;
        stream.recv().await?;
        fails(stream.recv().await, Code::DEADLINE_EXCEEDED)
    })?;
    if begin.elapsed() > Duration::from_secs(5) {
        return Err(format!("a deadline of {SHORT:?} ended the stream after {:?}", begin.elapsed()).into());
    }
    s.alive()?;
    ok()
}

/// ttrpc has no frame for it. Dropping a call frees the caller at once, its connection goes on, and the handler is
/// cancelled only when the connection is gone. The synchronous client cannot be told to stop waiting.
pub fn cancellation(s: &Session) -> Outcome {
    let calling = s.another()?;
    let (call, stream) = (token(), token());
    let items = calling.wait(async {
        let mut items = calling.peer.block_stream(none(), &block(&stream, 20_000)).await?;
        items.recv().await?;
        Ok::<_, Failure>(items)
    })?;
    let (client, request) = (calling.peer.clone(), block(&call, 20_000));
    let running = s.runtime.spawn(async move { client.block(none(), &request).await });
    s.becomes(&call, State::STATE_RUNNING)?;
    running.abort();
    match s.wait(running) {
        Err(e) if e.is_cancelled() => {}
        other => return Err(format!("the call ended by itself: {other:?}").into()),
    }
    drop(items);
    calling.alive()?;
    drop(calling);
    s.becomes(&call, State::STATE_CANCELLED)?;
    if s.server == Server::Rust {
        s.alive()?;
        return Ok(Verdict::Ok("unary only: the server leaves handlers of streams running".to_string()));
    }
    s.becomes(&stream, State::STATE_CANCELLED)?;
    s.alive()?;
    ok()
}

pub fn unknown_service(s: &Session) -> Outcome {
    let want = if s.server == Server::Rust { Code::INVALID_ARGUMENT } else { Code::UNIMPLEMENTED };
    unknown(s, "agentctl.interop.v1.NoSuch", "Unary", want)
}

pub fn unknown_method(s: &Session) -> Outcome {
    unknown(s, "agentctl.interop.v1.Peer", "NoSuch", Code::UNIMPLEMENTED)
}

fn unknown(s: &Session, service: &str, method: &str, want: Code) -> Outcome {
    let request = || Request { service: service.to_string(), method: method.to_string(), ..Default::default() };
    let note = fails(s.sync_client.request(request()), want)?;
    s.wait(async {
        fails(s.client.request(request()).await, want)?;
        for (up, down) in [(false, true), (true, false), (true, true)] {
            let mut stream = s.client.new_stream(request(), up, down).await?;
            fails(stream.recv().await, want)?;
        }
        Ok::<_, Failure>(())
    })?;
    s.alive()?;
    Ok(Verdict::Ok(note))
}

pub fn close_mid_call(s: &Session) -> Outcome {
    const AFTER: i64 = 3;
    let broken = s.another()?;
    lost(broken.sync_peer.hangup_unary(none(), &Empty::new()))?;
    let broken = s.another()?;
    lost(broken.wait(broken.peer.hangup_unary(none(), &Empty::new())))?;
    let broken = s.another()?;
    broken.wait(async {
        let request = HangupRequest { after: AFTER, ..Default::default() };
        let mut stream = broken.peer.hangup(none(), &request).await?;
        let mut received = 0;
        loop {
            match stream.recv().await {
                Ok(Some(_)) => received += 1,
                Ok(None) => return Err("the stream ended as if it were whole".into()),
                Err(e) => {
                    lost::<()>(Err(e))?;
                    break;
                }
            }
        }
        if !(AFTER..=AFTER + 1).contains(&received) {
            return Err(format!("{received} items came before the connection was closed, not {AFTER}").into());
        }
        Ok::<_, Failure>(())
    })?;
    s.another()?.alive()?;
    ok()
}

/// Ends the server.
pub fn graceful_shutdown(s: &Session) -> Outcome {
    let name = token();
    let (done, ended) = mpsc::channel();
    let (client, request) = (s.sync_peer.clone(), block(&name, 2_000));
    thread::spawn(move || done.send(client.block(none(), &request)));
    s.becomes(&name, State::STATE_RUNNING)?;
    s.sync_peer.shutdown(none(), &ShutdownRequest { grace_millis: 10_000, ..Default::default() })?;
    let ended = refused(s, ended)?;
    ended.map_err(|e| format!("the running call did not finish: {e}"))?;
    // The connection ends too, in its time.
    let begin = Instant::now();
    loop {
        let short = context::with_duration(Duration::from_secs(1));
        match lost(s.wait(s.peer.nothing(short, &Empty::new()))) {
            Ok(_) => return ok(),
            Err(Failure(why)) if begin.elapsed() > Duration::from_secs(10) => {
                return Err(format!("10 s after the last call a further one is not cut off: {why}").into());
            }
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Asserts that a new connection comes to nothing while the call is running (one that is accepted and never answered
/// too), then waits for the call.
fn refused(s: &Session, running: mpsc::Receiver<ttrpc::Result<Empty>>) -> Result<ttrpc::Result<Empty>, Failure> {
    let short = context::with_duration(Duration::from_secs(1));
    while let Ok(next) = s.another() {
        if next.wait(next.peer.nothing(short.clone(), &Empty::new())).is_err() {
            break;
        }
        match running.recv_timeout(Duration::from_millis(20)) {
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            end => return Err(format!("new connections were served until the running call ended ({end:?})").into()),
        }
    }
    Ok(running.recv_timeout(Duration::from_secs(20))?)
}
