// SPDX-License-Identifier: Apache-2.0

use crate::asynchronous::{streaming::*, streaming_ttrpc, test_streaming_ttrpc};
use async_trait::async_trait;
use protobuf::well_known_types::empty::Empty;
use ttrpc::{
    asynchronous::{ServerStream, ServerStreamReceiver, ServerStreamSender, TtrpcContext},
    error::get_rpc_status,
    Code, Result,
};

/// What EchoNull and EchoNullStream expect in each payload.
pub const NULL_MESSAGE: &str = "non-empty empty";

/// Serves ../proto/streaming.proto and ../proto/test_streaming.proto.
pub struct Streaming;

pub fn payload(seq: u32, msg: &str) -> EchoPayload {
    EchoPayload { seq, msg: msg.to_string(), ..Default::default() }
}

fn next(mut e: EchoPayload) -> EchoPayload {
    e.seq += 1;
    e
}

async fn echo_all(mut s: ServerStream<EchoPayload, EchoPayload>) -> Result<()> {
    while let Some(e) = s.recv().await? {
        s.send(&next(e)).await?;
    }
    Ok(())
}

async fn sum_all(mut s: ServerStreamReceiver<Part>) -> Result<Sum> {
    let mut sum = Sum::new();
    while let Some(part) = s.recv().await? {
        sum.sum += part.add;
        sum.num += 1;
    }
    Ok(sum)
}

/// Sends the rest with the last part.
async fn divide(sum: Sum, s: ServerStreamSender<Part>) -> Result<()> {
    for i in 1..=sum.num {
        let share = sum.sum / sum.num;
        let add = if i == sum.num { sum.sum - share * (sum.num - 1) } else { share };
        s.send(&Part { add, ..Default::default() }).await?;
    }
    Ok(())
}

fn check_null(e: &EchoPayload, seq: u32) -> Result<()> {
    if e.seq == seq && e.msg == NULL_MESSAGE {
        return Ok(());
    }
    let why = format!("payload {seq} is seq {}, msg {:?}", e.seq, e.msg);
    Err(get_rpc_status(Code::INVALID_ARGUMENT, why))
}

async fn echo_null(mut s: ServerStreamReceiver<EchoPayload>) -> Result<Empty> {
    let mut seq = 0;
    while let Some(e) = s.recv().await? {
        check_null(&e, seq)?;
        seq += 1;
    }
    Ok(Empty::new())
}

async fn echo_null_stream(mut s: ServerStream<Empty, EchoPayload>) -> Result<()> {
    let mut seq = 0;
    while let Some(e) = s.recv().await? {
        check_null(&e, seq)?;
        seq += 1;
        s.send(&Empty::new()).await?;
    }
    Ok(())
}

#[async_trait]
impl streaming_ttrpc::Streaming for Streaming {
    async fn echo(&self, _: &TtrpcContext, e: EchoPayload) -> Result<EchoPayload> {
        Ok(next(e))
    }

    async fn echo_stream(&self, _: &TtrpcContext, s: ServerStream<EchoPayload, EchoPayload>) -> Result<()> {
        echo_all(s).await
    }

    async fn sum_stream(&self, _: &TtrpcContext, s: ServerStreamReceiver<Part>) -> Result<Sum> {
        sum_all(s).await
    }

    async fn divide_stream(&self, _: &TtrpcContext, sum: Sum, s: ServerStreamSender<Part>) -> Result<()> {
        divide(sum, s).await
    }

    async fn echo_null(&self, _: &TtrpcContext, s: ServerStreamReceiver<EchoPayload>) -> Result<Empty> {
        echo_null(s).await
    }

    async fn echo_null_stream(&self, _: &TtrpcContext, s: ServerStream<Empty, EchoPayload>) -> Result<()> {
        echo_null_stream(s).await
    }

    async fn empty_payload_stream(&self, _: &TtrpcContext, _: Empty, s: ServerStreamSender<EchoPayload>) -> Result<()> {
        s.send(&payload(1, "")).await?;
        s.send(&payload(2, "")).await
    }
}

#[async_trait]
impl test_streaming_ttrpc::Streaming for Streaming {
    async fn echo(&self, _: &TtrpcContext, e: EchoPayload) -> Result<EchoPayload> {
        Ok(next(e))
    }

    async fn echo_stream(&self, _: &TtrpcContext, s: ServerStream<EchoPayload, EchoPayload>) -> Result<()> {
        echo_all(s).await
    }

    async fn sum_stream(&self, _: &TtrpcContext, s: ServerStreamReceiver<Part>) -> Result<Sum> {
        sum_all(s).await
    }

    async fn divide_stream(&self, _: &TtrpcContext, sum: Sum, s: ServerStreamSender<Part>) -> Result<()> {
        divide(sum, s).await
    }

    async fn echo_null(&self, _: &TtrpcContext, s: ServerStreamReceiver<EchoPayload>) -> Result<Empty> {
        echo_null(s).await
    }

    async fn echo_null_stream(&self, _: &TtrpcContext, s: ServerStream<Empty, EchoPayload>) -> Result<()> {
        echo_null_stream(s).await
    }

    async fn echo_default_value(
        &self,
        _: &TtrpcContext,
        e: EchoPayload,
        s: ServerStreamSender<EchoPayload>,
    ) -> Result<()> {
        s.send(&e).await
    }

    async fn server_send_stream(&self, _: &TtrpcContext, _: Empty, s: ServerStreamSender<EchoPayload>) -> Result<()> {
        for seq in 0..5 {
            s.send(&payload(seq, "hello")).await?;
        }
        Ok(())
    }
}
