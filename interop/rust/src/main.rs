// SPDX-License-Identifier: Apache-2.0

//! The Rust side of the interoperability matrix: a server on the asynchronous half of the `ttrpc` crate (as Kata's
//! agent is), a client on both halves. ../README.md is its manual.

mod bench;
mod blocked;
mod call;
mod cases;
mod cases_call;
mod cases_size;
mod cases_streaming;
mod doors;
mod open;
mod options;
mod peer;
mod serve;
mod streaming;

#[allow(dead_code)]
mod asynchronous {
    include!(concat!(env!("OUT_DIR"), "/asynchronous/mod.rs"));
}

#[allow(dead_code)]
mod synchronous {
    include!(concat!(env!("OUT_DIR"), "/synchronous/mod.rs"));
}

const USAGE: &str = "\
usage: peer serve --socket PATH [--grace 5s] [--threads N]
       peer call --socket PATH [--server java|go|rust] [--count N] [--parallel N] CASE...
       peer call --socket PATH bench [--mode unary|stream|reply] [--parallel N] [--duration 5s] [--size BYTES]
       peer call --socket PATH bench --mode latency --rate N [--duration 5s]
       peer cases";

fn main() {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("serve") => serve::serve(args.collect()),
        Some("call") => call::call(args.collect()),
        Some("cases") => cases::CASES.iter().for_each(|case| println!("{}", case.name)),
        Some(other) => misused(&format!("unknown command {other}")),
        None => misused("no command"),
    }
}

fn misused(why: &str) -> ! {
    eprintln!("peer: {why}\n{USAGE}");
    std::process::exit(2);
}

fn failed(why: impl std::fmt::Display) -> ! {
    eprintln!("peer: {why}");
    std::process::exit(1);
}

/// User and system time of this process so far, to a hundredth.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
