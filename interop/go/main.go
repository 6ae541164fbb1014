// SPDX-License-Identifier: Apache-2.0

// Command peer is the Go side of the interoperability matrix: a server and a client on containerd's ttrpc module.
// ../README.md is its manual.
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/sirupsen/logrus"
)

const usage = `usage: peer serve --socket PATH [--grace 5s] [--record FILE]
       peer call --socket PATH [--server java|go|rust] [--count N] [--parallel N] CASE...
       peer call --socket PATH bench [--mode unary|stream|reply] [--parallel N] [--duration 5s] [--size BYTES]
       peer call --socket PATH bench --mode latency --rate N [--duration 5s]
       peer proxy --socket PATH --to PATH --record FILE
       peer measure COMMAND [ARGUMENT...]
       peer cases`

func main() {
	// The library logs what the cases provoke (late replies, lost connections): noise, unless asked for.
	logrus.SetLevel(logrus.PanicLevel)
	if os.Getenv("PEER_LOG") != "" {
		logrus.SetLevel(logrus.TraceLevel)
	}
	if len(os.Args) < 2 {
		misused("no command")
	}
	switch command, rest := os.Args[1], os.Args[2:]; command {
	case "serve":
		serve(rest)
	case "call":
		call(rest)
	case "measure":
		measure(rest)
	case "proxy":
		proxy(rest)
	case "cases":
		for _, c := range cases {
			fmt.Println(c.name)
		}
	default:
		misused("unknown command " + command)
	}
}

func misused(why string) {
	fmt.Fprintf(os.Stderr, "peer: %s\n%s\n", why, usage)
	os.Exit(2)
}

func failed(err error) {
	fmt.Fprintf(os.Stderr, "peer: %v\n", err)
	os.Exit(1)
}

func millis(n int64) time.Duration {
	return time.Duration(n) * time.Millisecond
}
