// SPDX-License-Identifier: Apache-2.0

use crate::asynchronous::peer::{BlockRequest, OutcomeReply, OutcomeRequest, State};
use protobuf::Enum;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{sync::watch, time};

/// Remembers what became of each Block call, by its token.
#[derive(Clone)]
pub struct Blocked {
    states: Arc<Mutex<HashMap<String, (State, &'static str)>>>,
    changed: watch::Sender<()>,
}

impl Blocked {
    pub fn new() -> Self {
        Blocked { states: Default::default(), changed: watch::Sender::new(()) }
    }

    fn set(&self, token: &str, state: State, reason: &'static str) {
        self.states.lock().unwrap().insert(token.to_string(), (state, reason));
        self.changed.send_replace(());
    }

    /// From here on the call runs; the library cancels it by dropping this.
    pub fn enter(&self, token: &str) -> Running {
        self.set(token, State::STATE_RUNNING, "");
        Running { of: self.clone(), token: token.to_string(), finished: false }
    }

    pub async fn hold(&self, mut running: Running, request: &BlockRequest) {
        time::sleep(Duration::from_millis(request.hold_millis as u64)).await;
        running.finished = true;
    }

    pub async fn wait(&self, request: &OutcomeRequest) -> OutcomeReply {
        let mut changes = self.changed.subscribe();
        let over = time::sleep(Duration::from_millis(request.wait_millis as u64));
        tokio::pin!(over);
        loop {
            let (state, reason) =
                self.states.lock().unwrap().get(&request.token).copied().unwrap_or((State::STATE_UNKNOWN, ""));
            let there = state == request.until.enum_value_or_default() || state.value() > State::STATE_RUNNING.value();
            let end = there
                || tokio::select! {
                    _ = changes.changed() => false,
                    () = &mut over => true,
                };
            if end {
                return OutcomeReply { state: state.into(), reason: reason.to_string(), ..Default::default() };
            }
        }
    }
}

pub struct Running {
    of: Blocked,
    token: String,
    finished: bool,
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.finished {
            self.of.set(&self.token, State::STATE_FINISHED, "held");
        } else {
            self.of.set(&self.token, State::STATE_CANCELLED, "dropped");
        }
    }
}
