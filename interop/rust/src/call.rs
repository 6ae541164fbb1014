// SPDX-License-Identifier: Apache-2.0

use crate::{
    asynchronous::{
        peer::{Item, OutcomeRequest, State},
        peer_ttrpc::PeerClient,
    },
    bench,
    cases::CASES,
    misused,
    options::Options,
    synchronous::peer_ttrpc::PeerClient as SyncPeerClient,
};
use std::{
    fmt::Display,
    future::Future,
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc, Arc,
    },
    thread,
    time::Duration,
};
use tokio::runtime::Runtime;
use ttrpc::{
    context::{self, Context},
    Error,
};

/// One case of the matrix, seen from the client.
pub struct Case {
    pub name: &'static str,
    /// It breaks its connection or its server, so it runs once, on connections of its own.
    pub alone: bool,
    pub run: fn(&Session) -> Outcome,
}

/// How a case ended well, and what is worth telling beside (may be empty).
pub enum Verdict {
    Ok(String),
    NotApplicable(&'static str),
}

/// Why a case failed: any error turns into one.
#[derive(Clone)]
pub struct Failure(pub String);

impl<E: Display> From<E> for Failure {
    fn from(e: E) -> Self {
        Failure(e.to_string())
    }
}

pub type Outcome = Result<Verdict, Failure>;

pub fn ok() -> Outcome {
    Ok(Verdict::Ok(String::new()))
}

#[derive(Clone, Copy, PartialEq)]
pub enum Server {
    Java,
    Go,
    Rust,
}

/// What a case may use: a connection of the synchronous client, one of the asynchronous.
#[derive(Clone)]
pub struct Session {
    pub socket: String,
    pub server: Server,
    /// How many calls, or messages in a stream.
    pub count: i64,
    pub runtime: Arc<Runtime>,
    pub sync_client: ttrpc::Client,
    pub sync_peer: SyncPeerClient,
    pub client: ttrpc::asynchronous::Client,
    pub peer: PeerClient,
}

impl Session {
    pub fn connect(socket: &str, server: Server, count: i64, runtime: Arc<Runtime>) -> ttrpc::Result<Session> {
        let address = format!("unix://{socket}");
        let sync_client = ttrpc::Client::connect(&address)?;
        let client = runtime.block_on(ttrpc::asynchronous::Client::connect(&address))?;
        Ok(Session {
            socket: socket.to_string(),
            server,
            count,
            runtime,
            sync_peer: SyncPeerClient::new(sync_client.clone()),
            sync_client,
            peer: PeerClient::new(client.clone()),
            client,
        })
    }

    /// A session like this one on connections of its own.
    pub fn another(&self) -> ttrpc::Result<Session> {
        Session::connect(&self.socket, self.server, self.count, self.runtime.clone())
    }

    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Asserts that both connections still answer.
    pub fn alive(&self) -> Result<(), Failure> {
        let item = Item { number: 7, text: "alive".to_string(), ..Default::default() };
        let told = |e: Error| format!("the connection does not answer: {e}");
        same("reply", &self.sync_peer.unary(none(), &item).map_err(told)?, &item)?;
        same("reply", &self.wait(self.peer.unary(none(), &item)).map_err(told)?, &item)
    }

    /// Asserts what the server says of a Block call, within 10 s.
    pub fn becomes(&self, token: &str, want: State) -> Result<(), Failure> {
        let request =
            OutcomeRequest { token: token.to_string(), until: want.into(), wait_millis: 10_000, ..Default::default() };
        let got = self.sync_peer.outcome(none(), &request)?;
        if got.state != want.into() {
            return Err(format!("the handler is {:?} ({}), not {want:?}", got.state, got.reason).into());
        }
        Ok(())
    }
}

/// No deadline, no metadata.
pub fn none() -> Context {
    context::with_timeout(0)
}

pub fn same<T: PartialEq + Display>(what: &str, got: &T, want: &T) -> Result<(), Failure> {
    if got == want {
        return Ok(());
    }
    Err(format!("{what} is {{{:.200}}}, not {{{:.200}}}", got.to_string(), want.to_string()).into())
}

pub fn token() -> String {
    static TOKENS: AtomicU64 = AtomicU64::new(1);
    format!("rust-{}-{}", std::process::id(), TOKENS.fetch_add(1, Ordering::Relaxed))
}

pub fn call(args: Vec<String>) {
    let options = Options::read(args, &["socket", "server", "count", "parallel", "timeout"], "bench");
    let server = match options.text("server") {
        None | Some("java") => Server::Java,
        Some("go") => Server::Go,
        Some("rust") => Server::Rust,
        Some(other) => misused(&format!("no such server: {other}")),
    };
    let runtime = Arc::new(Runtime::new().unwrap_or_else(|e| crate::failed(e)));
    let socket = options.socket();
    let (count, parallel) = (options.number("count", 10), options.number("parallel", 1));
    if let Some(rest) = options.rest {
        return bench::bench(&socket, runtime, rest);
    }
    if options.words.is_empty() || count < 1 || parallel < 1 {
        misused("call needs a CASE, and numbers above 0");
    }
    let limit = options.duration("timeout", Duration::from_secs(60));
    let mut bad = false;
    for case in chosen(&options.words) {
        let (socket, runtime) = (socket.clone(), runtime.clone());
        let outcome = watched(limit, move || {
            let session = Session::connect(&socket, server, count, runtime)?;
            run_case(case, &session, parallel)
        });
        match outcome {
            Ok(Verdict::Ok(note)) if note.is_empty() => println!("ok {}", case.name),
            Ok(Verdict::Ok(note)) => println!("ok {}: {note}", case.name),
            Ok(Verdict::NotApplicable(why)) => println!("n/a {}: {why}", case.name),
            Err(Failure(why)) => {
                bad = true;
                println!("FAILED {}: {why}", case.name);
            }
        }
    }
    // A case that hangs must not hold the program.
    std::process::exit(bad.into());
}

/// The cases by name; "all" is all but those that end the server.
fn chosen(names: &[String]) -> Vec<&'static Case> {
    let mut found = Vec::new();
    for name in names {
        let before = found.len();
        found.extend(CASES.iter().filter(|c| c.name == name || name == "all" && c.name != "graceful-shutdown"));
        if found.len() == before {
            misused(&format!("no such case: {name}"));
        }
    }
    found
}

fn watched(limit: Duration, run: impl FnOnce() -> Outcome + Send + 'static) -> Outcome {
    let (done, result) = mpsc::channel();
    thread::spawn(move || done.send(run()));
    result.recv_timeout(limit).unwrap_or_else(|e| match e {
        mpsc::RecvTimeoutError::Timeout => Err(format!("still running after {limit:?}").into()),
        mpsc::RecvTimeoutError::Disconnected => Err("the case panicked".into()),
    })
}

fn run_case(case: &'static Case, session: &Session, parallel: usize) -> Outcome {
    if case.alone || parallel == 1 {
        return (case.run)(session);
    }
    if session.server == Server::Go {
        // The asynchronous client takes an id first and queues the frame afterwards.
        return Ok(Verdict::NotApplicable(
            "calls at once send their stream ids out of order, which Go's server refuses",
        ));
    }
    thread::scope(|scope| {
        let runs: Vec<_> = (0..parallel).map(|_| scope.spawn(|| (case.run)(session))).collect();
        let mut last = ok();
        for (i, run) in runs.into_iter().enumerate() {
            last = run.join().unwrap_or_else(|_| Err("panicked".into()));
            if let Err(Failure(why)) = &last {
                return Err(format!("run {} of {parallel}: {why}", i + 1).into());
            }
        }
        last
    })
}
