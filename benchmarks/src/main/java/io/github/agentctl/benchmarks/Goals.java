// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.benchmarks;

/** The goals of docs/benchmarks.md, each held against what was measured. */
record Goals(Rounds rounds) {
    void tell() {
        rounds.ratio("one-call-to-bare-socket", "java-blocking-1", "java-bare-1", ">=", 0.90);
        rounds.ratio("one-call-to-go", "java-blocking-1", "go-unary-1", ">=", 1.05);
        rounds.ratio("one-call-to-rust", "java-blocking-1", "rust-unary-1", ">=", 1.3);
        rounds.ratio("cpu-of-a-call-to-go", "java-blocking-1-cpu-us", "go-unary-1-cpu-us", "<=", 1.0);
        rounds.ratio("64-async-to-go", "java-async-64", "go-unary-64", ">=", 1.25);
        rounds.ratio("64-threads-to-go", "java-blocking-64", "go-unary-64", ">=", 0.9);
        rounds.ratio("64-virtual-threads-to-go", "java-virtual-64", "go-unary-64", ">=", 1.1);
        rounds.ratio("server-1-to-go", "java-server-1", "go-server-1", ">=", 1.0);
        rounds.ratio("server-64-to-go", "java-server-64", "go-server-64", ">=", 1.2);
        rounds.ratio("replies-of-1-mib-to-go", "java-reply-1", "go-reply-1", ">=", 1.0);
        rounds.ratio("streamed-1-kib-to-go", "java-stream-1", "go-stream-1", ">=", 1.0);
        rounds.limit("bytes-allocated-a-call", "java-blocking-1-allocated", "<=", 1024);
        rounds.limit("heap-of-an-idle-call", "idle-heap", "<=", 1024);
        rounds.limit("threads-of-10000-idle-calls", "idle-threads", "<=", 2);
        rounds.ratio("p99-to-go", "java-p99-us", "go-p99-us", "<=", 1.0);
        rounds.ratio("command-to-hello-jdk25", "check-ms-25", "hello-ms-25", "<=", 2.5);
        rounds.ratio("command-to-hello-jdk17", "check-ms-17", "hello-ms-17", "<=", 3.5);
        rounds.limit("command-peak-mib-jdk17", "check-mib-17", "<=", 70);
        rounds.limit("command-peak-mib-jdk25", "check-mib-25", "<=", 70);
        rounds.limit("archive-without-grpc-mib", "archive-without-grpc-mib", "<=", 15);
        rounds.limit("archive-mib", "archive-mib", "<=", 21);
    }
}
