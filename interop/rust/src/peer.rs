// SPDX-License-Identifier: Apache-2.0

use crate::{
    asynchronous::{peer::*, peer_ttrpc},
    blocked::Blocked,
    doors::Doors,
    serve::Shutdown,
};
use async_trait::async_trait;
use protobuf::{well_known_types::empty::Empty, EnumOrUnknown};
use std::time::Duration;
use tokio::{sync::mpsc::UnboundedSender, time};
use ttrpc::{
    asynchronous::{ServerStream, ServerStreamReceiver, ServerStreamSender, TtrpcContext},
    proto::{Any, Status},
    Error, Result,
};

/// Serves ../proto/peer.proto, whose comments tell what each method does.
pub struct Peer {
    blocked: Blocked,
    doors: Doors,
    orders: UnboundedSender<Shutdown>,
}

impl Peer {
    pub fn new(doors: Doors, orders: UnboundedSender<Shutdown>) -> Self {
        Peer { blocked: Blocked::new(), doors, orders }
    }
}

/// Reads to the end of the stream.
async fn add(mut from: ServerStreamReceiver<Item>) -> Result<Total> {
    let mut total = Total { in_order: true, ..Default::default() };
    while let Some(item) = from.recv().await? {
        total.count += 1;
        total.sum += item.number;
        total.bytes += item.body.len() as i64;
        total.in_order &= item.number == total.count;
    }
    Ok(total)
}

async fn send(to: &ServerStreamSender<Item>, count: i64, size: i32) -> Result<()> {
    let mut item = Item { body: vec![0; size as usize], ..Default::default() };
    for number in 1..=count {
        item.number = number;
        to.send(&item).await?;
    }
    Ok(())
}

/// Keys sorted.
fn received(ctx: &TtrpcContext) -> Vec<MetadataEntry> {
    let mut entries: Vec<_> = ctx
        .metadata
        .iter()
        .map(|(key, values)| MetadataEntry { key: key.clone(), values: values.clone(), ..Default::default() })
        .collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    entries
}

fn ended(request: FailRequest) -> Result<()> {
    if request.code == 0 {
        return Ok(());
    }
    let mut status = Status::new();
    status.code = EnumOrUnknown::from_i32(request.code);
    status.message = request.message;
    status.details = request
        .details
        .into_iter()
        .map(|any| Any { type_url: any.type_url, value: any.value, ..Default::default() })
        .collect();
    Err(Error::RpcStatus(status))
}

fn hung_up() -> Error {
    Error::Others("hung up".to_string())
}

#[async_trait]
impl peer_ttrpc::Peer for Peer {
    async fn unary(&self, _: &TtrpcContext, item: Item) -> Result<Item> {
        Ok(item)
    }

    async fn client_stream(&self, _: &TtrpcContext, s: ServerStreamReceiver<Item>) -> Result<Total> {
        add(s).await
    }

    async fn server_stream(&self, _: &TtrpcContext, order: Order, s: ServerStreamSender<Item>) -> Result<()> {
        send(&s, order.count, order.size).await
    }

    async fn bidi(&self, _: &TtrpcContext, mut s: ServerStream<Item, Item>) -> Result<()> {
        while let Some(item) = s.recv().await? {
            s.send(&item).await?;
        }
        Ok(())
    }

    async fn size(&self, _: &TtrpcContext, request: SizeRequest) -> Result<SizeReply> {
        Ok(SizeReply {
            received: request.body.len() as i32,
            body: vec![0; request.reply_size as usize],
            ..Default::default()
        })
    }

    async fn nothing(&self, _: &TtrpcContext, empty: Empty) -> Result<Empty> {
        Ok(empty)
    }

    async fn deadline(&self, ctx: &TtrpcContext, _: Empty) -> Result<DeadlineReply> {
        Ok(DeadlineReply { present: ctx.timeout_nano != 0, remaining_nanos: ctx.timeout_nano, ..Default::default() })
    }

    async fn block(&self, _: &TtrpcContext, request: BlockRequest) -> Result<Empty> {
        self.blocked.hold(self.blocked.enter(&request.token), &request).await;
        Ok(Empty::new())
    }

    async fn block_stream(&self, _: &TtrpcContext, request: BlockRequest, s: ServerStreamSender<Item>) -> Result<()> {
        let running = self.blocked.enter(&request.token);
        send(&s, 1, 0).await?;
        self.blocked.hold(running, &request).await;
        Ok(())
    }

    async fn outcome(&self, _: &TtrpcContext, request: OutcomeRequest) -> Result<OutcomeReply> {
        Ok(self.blocked.wait(&request).await)
    }

    async fn metadata(&self, ctx: &TtrpcContext, _: Empty) -> Result<MetadataReply> {
        Ok(MetadataReply { entries: received(ctx), ..Default::default() })
    }

    async fn metadata_stream(&self, ctx: &TtrpcContext, _: Empty, s: ServerStreamSender<MetadataEntry>) -> Result<()> {
        for entry in received(ctx) {
            s.send(&entry).await?;
        }
        Ok(())
    }

    async fn fail(&self, _: &TtrpcContext, request: FailRequest) -> Result<Empty> {
        ended(request).map(|()| Empty::new())
    }

    async fn fail_stream(&self, _: &TtrpcContext, request: FailRequest, s: ServerStreamSender<Item>) -> Result<()> {
        send(&s, request.after, 0).await?;
        ended(request)
    }

    async fn stall(&self, _: &TtrpcContext, mut s: ServerStreamReceiver<Item>) -> Result<Total> {
        let first = s.recv().await?.unwrap_or_default();
        time::sleep(Duration::from_millis(first.number as u64)).await;
        add(s).await
    }

    async fn hangup(&self, _: &TtrpcContext, request: HangupRequest, s: ServerStreamSender<Item>) -> Result<()> {
        send(&s, request.after, 0).await?;
        self.doors.hang_up();
        Err(hung_up())
    }

    async fn hangup_unary(&self, _: &TtrpcContext, _: Empty) -> Result<Empty> {
        self.doors.hang_up();
        Err(hung_up())
    }

    async fn shutdown(&self, _: &TtrpcContext, request: ShutdownRequest) -> Result<Empty> {
        let grace = Duration::from_millis(request.grace_millis as u64);
        let _ = self.orders.send(Shutdown { immediate: request.immediate, grace });
        Ok(Empty::new())
    }
}
