// SPDX-License-Identifier: Apache-2.0

use crate::{
    asynchronous::peer::{Item, Order, Total},
    call::{none, ok, same, Case, Failure, Outcome, Session},
    cases_call::*,
    cases_size::*,
    cases_streaming::*,
};
use protobuf::well_known_types::empty::Empty;
use ttrpc::{asynchronous::ClientStreamReceiver, Code, Error};

const fn shared(name: &'static str, run: fn(&Session) -> Outcome) -> Case {
    Case { name, alone: false, run }
}

const fn alone(name: &'static str, run: fn(&Session) -> Outcome) -> Case {
    Case { name, alone: true, run }
}

/// In the order in which "all" runs them. The Go peer has the same names.
pub const CASES: &[Case] = &[
    shared("unary", unary),
    shared("client-stream", client_stream),
    shared("server-stream", server_stream),
    shared("bidi", bidi),
    shared("empty", empty),
    shared("metadata", metadata),
    shared("status-details", status_details),
    shared("deadline", deadline),
    shared("stream-deadline", stream_deadline),
    alone("cancellation", cancellation),
    shared("max-message", max_message),
    alone("over-message", over_message),
    shared("unknown-service", unknown_service),
    shared("unknown-method", unknown_method),
    alone("stalled-reader", stalled_reader),
    alone("stalled-handler", stalled_handler),
    alone("close-mid-call", close_mid_call),
    shared("streaming-echo", |s| on_both(s, streaming_echo)),
    shared("streaming-echo-stream", |s| on_both(s, streaming_echo_stream)),
    shared("streaming-sum-stream", |s| on_both(s, streaming_sum_stream)),
    shared("streaming-divide-stream", |s| on_both(s, streaming_divide_stream)),
    shared("streaming-echo-null", |s| on_both(s, streaming_echo_null)),
    shared("streaming-echo-null-stream", |s| on_both(s, streaming_echo_null_stream)),
    shared("streaming-empty-payload-stream", streaming_empty_payload_stream),
    shared("streaming-echo-default-value", streaming_echo_default_value),
    shared("streaming-server-send-stream", streaming_server_send_stream),
    alone("graceful-shutdown", graceful_shutdown),
];

/// Asserts that the stream has no further message.
pub async fn ends<P: protobuf::MessageFull>(stream: &mut ClientStreamReceiver<P>) -> Result<(), Failure> {
    match stream.recv().await {
        Ok(None) => Ok(()),
        Ok(Some(_)) => Err("a message after the last".into()),
        Err(e) => Err(format!("the stream ended with: {e}").into()),
    }
}

/// The same for a stream whose `recv` tells the end as an error.
pub fn ended<P>(received: ttrpc::Result<P>) -> Result<(), Failure> {
    match received {
        Err(Error::Eof) => Ok(()),
        Ok(_) => Err("a message after the last".into()),
        Err(e) => Err(format!("the stream ended with: {e}").into()),
    }
}

/// Asserts the code of an error, and returns its message. The client's own timer has no code.
pub fn fails<T>(result: ttrpc::Result<T>, want: Code) -> Result<String, Failure> {
    match result {
        Ok(_) => Err(format!("no error, not {want:?}").into()),
        Err(Error::RpcStatus(status)) if status.code() == want => Ok(status.message),
        Err(Error::Others(why))
            if want == Code::DEADLINE_EXCEEDED && (why.contains("timed out") || why.contains("deadline elapsed")) =>
        {
            Ok(why)
        }
        Err(e) => Err(format!("error is {e}, not {want:?}").into()),
    }
}

/// Asserts that the connection was closed under the call.
pub fn lost<T>(result: ttrpc::Result<T>) -> Result<String, Failure> {
    match result {
        Ok(_) => Err("no error, though the connection should be closed".into()),
        Err(e @ (Error::Socket(_) | Error::RemoteClosed | Error::LocalClosed)) => Ok(e.to_string()),
        // The asynchronous client, when it has noticed already.
        Err(Error::Others(why)) if why.contains("channel closed") => Ok(why),
        Err(e) => Err(format!("error is {e}, not a closed connection").into()),
    }
}

fn item(i: i64) -> Item {
    Item { number: i, text: format!("item {i}, größer"), body: vec![0; 100], ..Default::default() }
}

fn unary(s: &Session) -> Outcome {
    for i in 1..=s.count {
        same("reply", &s.sync_peer.unary(none(), &item(i))?, &item(i))?;
        same("asynchronous reply", &s.wait(s.peer.unary(none(), &item(i)))?, &item(i))?;
    }
    ok()
}

fn client_stream(s: &Session) -> Outcome {
    s.wait(async {
        for count in [s.count, 0] {
            let mut stream = s.peer.client_stream(none()).await?;
            for i in 1..=count {
                stream.send(&item(i)).await?;
            }
            let want =
                Total { count, sum: count * (count + 1) / 2, in_order: true, bytes: 100 * count, ..Default::default() };
            same("total", &stream.close_and_recv().await?, &want)?;
        }
        ok()
    })
}

fn server_stream(s: &Session) -> Outcome {
    s.wait(async {
        for count in [s.count, 0] {
            let order = Order { count, size: 100, ..Default::default() };
            let mut stream = s.peer.server_stream(none(), &order).await?;
            for number in 1..=count {
                let got = stream.recv().await?.ok_or("the stream ended early")?;
                same("item", &got, &Item { number, body: vec![0; 100], ..Default::default() })?;
            }
            ends(&mut stream).await?;
        }
        ok()
    })
}

/// First plays ping-pong, then sends some before it reads (less than the 64 that Go holds for a slow reader).
fn bidi(s: &Session) -> Outcome {
    const AHEAD: i64 = 32;
    s.wait(async {
        let mut stream = s.peer.bidi(none()).await?;
        for i in 1..=s.count {
            stream.send(&item(i)).await?;
            same("item", &stream.recv().await?, &item(i))?;
        }
        for i in 1..=AHEAD {
            stream.send(&item(i)).await?;
        }
        stream.close_send().await?;
        for i in 1..=AHEAD {
            same("item", &stream.recv().await?, &item(i))?;
        }
        ended(stream.recv().await)?;
        ok()
    })
}

/// Messages without a byte wherever a message can stand.
fn empty(s: &Session) -> Outcome {
    let bare = Item::new();
    s.sync_peer.nothing(none(), &Empty::new())?;
    same("reply", &s.sync_peer.unary(none(), &bare)?, &bare)?;
    s.wait(async {
        let mut up = s.peer.client_stream(none()).await?;
        let mut both = s.peer.bidi(none()).await?;
        for _ in 0..3 {
            up.send(&bare).await?;
            both.send(&bare).await?;
        }
        same("total", &up.close_and_recv().await?, &Total { count: 3, ..Default::default() })?;
        both.close_send().await?;
        for _ in 0..3 {
            same("item", &both.recv().await?, &bare)?;
        }
        ended(both.recv().await)?;
        ok()
    })
}
