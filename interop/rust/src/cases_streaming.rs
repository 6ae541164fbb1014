// SPDX-License-Identifier: Apache-2.0

use crate::{
    asynchronous::streaming::{EchoPayload, Part, Sum},
    call::{ok, same, Failure, Outcome, Session},
    cases::{ended, ends},
    streaming::{payload, NULL_MESSAGE},
};
use protobuf::{well_known_types::empty::Empty, Message, MessageFull};
use ttrpc::{
    asynchronous::{ClientStream, ClientStreamReceiver, ClientStreamSender},
    Request,
};

const GO_NAME: &str = "ttrpc.integration.streaming.Streaming";
const RUST_NAME: &str = "ttrpc.test.streaming.Streaming";

type Step = Result<(), Failure>;

/// Runs a case under both names of the service.
pub fn on_both(s: &Session, run: fn(&Session, &str) -> Step) -> Outcome {
    for name in [GO_NAME, RUST_NAME] {
        run(s, name).map_err(|Failure(why)| format!("{name}: {why}"))?;
    }
    ok()
}

fn request(service: &str, method: &str, payload: Vec<u8>) -> Request {
    Request { service: service.to_string(), method: method.to_string(), payload, ..Default::default() }
}

async fn both<Q: MessageFull, P: MessageFull>(
    s: &Session,
    service: &str,
    method: &str,
) -> ttrpc::Result<ClientStream<Q, P>> {
    Ok(ClientStream::new(s.client.new_stream(request(service, method, Vec::new()), true, true).await?))
}

async fn up<Q: MessageFull, P: MessageFull>(
    s: &Session,
    service: &str,
    method: &str,
) -> ttrpc::Result<ClientStreamSender<Q, P>> {
    Ok(ClientStreamSender::new(s.client.new_stream(request(service, method, Vec::new()), true, false).await?))
}

async fn down<P: MessageFull>(
    s: &Session,
    service: &str,
    method: &str,
    message: &impl Message,
) -> Result<ClientStreamReceiver<P>, Failure> {
    let request = request(service, method, message.write_to_bytes()?);
    Ok(ClientStreamReceiver::new(s.client.new_stream(request, false, true).await?, s.client.clone()))
}

pub fn streaming_echo(s: &Session, service: &str) -> Step {
    for i in 0..s.count as u32 {
        let sent = payload(i, "Test Me").write_to_bytes()?;
        let reply = s.sync_client.request(request(service, "Echo", sent))?;
        same("payload", &EchoPayload::parse_from_bytes(&reply.payload)?, &payload(i + 1, "Test Me"))?;
    }
    Ok(())
}

pub fn streaming_echo_stream(s: &Session, service: &str) -> Step {
    s.wait(async {
        let mut stream = both(s, service, "EchoStream").await?;
        for i in 0..10 * s.count as u32 {
            let msg = "x".repeat(i as usize);
            stream.send(&payload(i, &msg)).await?;
            same("payload", &stream.recv().await?, &payload(i + 1, &msg))?;
        }
        stream.close_send().await?;
        ended(stream.recv().await)
    })
}

pub fn streaming_sum_stream(s: &Session, service: &str) -> Step {
    s.wait(async {
        let mut stream = up(s, service, "SumStream").await?;
        // An `add` of 0 makes a message without a byte.
        for add in -99..=100 {
            stream.send(&Part { add, ..Default::default() }).await?;
        }
        same("sum", &stream.close_and_recv().await?, &Sum { sum: 100, num: 200, ..Default::default() })
    })
}

pub fn streaming_divide_stream(s: &Session, service: &str) -> Step {
    s.wait(async {
        for num in [0, 1, 7, 100] {
            let sum = Sum { sum: 1003 * num.min(1), num, ..Default::default() };
            let mut stream: ClientStreamReceiver<Part> = down(s, service, "DivideStream", &sum).await?;
            let mut got = Sum::new();
            while let Some(part) = stream.recv().await? {
                got.sum += part.add;
                got.num += 1;
            }
            same("sum of the parts", &got, &sum)?;
        }
        Ok(())
    })
}

pub fn streaming_echo_null(s: &Session, service: &str) -> Step {
    s.wait(async {
        let mut stream = up(s, service, "EchoNull").await?;
        for i in 0..s.count as u32 {
            stream.send(&payload(i, NULL_MESSAGE)).await?;
        }
        same("reply", &stream.close_and_recv().await?, &Empty::new())
    })
}

pub fn streaming_echo_null_stream(s: &Session, service: &str) -> Step {
    s.wait(async {
        let (sender, mut receiver) = both::<_, Empty>(s, service, "EchoNullStream").await?.split();
        let count = s.count as u32;
        let sent = tokio::spawn(async move {
            for i in 0..count {
                sender.send(&payload(i, NULL_MESSAGE)).await?;
            }
            sender.close_send().await
        });
        for _ in 0..count {
            same("message", &receiver.recv().await?, &Empty::new())?;
        }
        sent.await??;
        ended(receiver.recv().await)
    })
}

/// Asserts what a server's stream sends, to its end.
fn payloads(s: &Session, service: &str, method: &str, request: &impl Message, want: &[EchoPayload]) -> Outcome {
    s.wait(async {
        let mut stream = down(s, service, method, request).await?;
        for want in want {
            same("payload", &stream.recv().await?.ok_or("the stream ended early")?, want)?;
        }
        ends(&mut stream).await?;
        ok()
    })
}

pub fn streaming_empty_payload_stream(s: &Session) -> Outcome {
    payloads(s, GO_NAME, "EmptyPayloadStream", &Empty::new(), &[payload(1, ""), payload(2, "")])
}

pub fn streaming_echo_default_value(s: &Session) -> Outcome {
    payloads(s, RUST_NAME, "EchoDefaultValue", &payload(0, ""), &[payload(0, "")])
}

pub fn streaming_server_send_stream(s: &Session) -> Outcome {
    let want: Vec<_> = (0..5).map(|seq| payload(seq, "hello")).collect();
    payloads(s, RUST_NAME, "ServerSendStream", &Empty::new(), &want)
}
