// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"agentctl.invalid/interop/peerpb"
	"github.com/containerd/ttrpc"
)

// scenario is one case of the matrix, seen from the client.
type scenario struct {
	name string
	// alone: it breaks its connection or its server, so it runs once, on connections of its own.
	alone bool
	// run returns what is worth telling beside "ok" (may be empty), or why it failed.
	run func(*session) (string, error)
}

// notApplicable ends a case that this client cannot play with this server, and says why.
type notApplicable string

func (n notApplicable) Error() string { return string(n) }

// session is what a scenario may use.
type session struct {
	socket string
	server string // java, go or rust: what is at the other end
	count  int    // how many calls, or messages in a stream
	client *ttrpc.Client
	peer   peerpb.PeerClient
}

// background has no deadline: none is sent, and the watchdog of the case ends what hangs.
var background = context.Background()

func (s *session) connect() error {
	conn, err := net.Dial("unix", s.socket)
	if err != nil {
		return err
	}
	s.client = ttrpc.NewClient(conn)
	s.peer = peerpb.NewPeerClient(s.client)
	return nil
}

// another is a session like this one on a connection of its own.
func (s *session) another() (*session, error) {
	other := *s
	return &other, other.connect()
}

var tokens atomic.Int64

func token() string {
	return fmt.Sprintf("go-%d-%d", os.Getpid(), tokens.Add(1))
}

func call(args []string) {
	flags := flag.NewFlagSet("call", flag.ExitOnError)
	socket := flags.String("socket", "", "path of the server")
	server := flags.String("server", "java", "what the server is: java, go or rust")
	count := flags.Int("count", 10, "calls, or messages in a stream, of one run of a case")
	parallel := flags.Int("parallel", 1, "runs of a case at once on one connection")
	limit := flags.Duration("timeout", time.Minute, "a case that takes longer has failed")
	flags.Parse(args)
	names := flags.Args()
	if *socket == "" || len(names) == 0 || *count < 1 || *parallel < 1 {
		misused("call needs --socket, a CASE, and numbers above 0")
	}
	if *server != "java" && *server != "go" && *server != "rust" {
		misused("no such server: " + *server)
	}
	s := &session{socket: *socket, server: *server, count: *count}
	if names[0] == "bench" {
		bench(s, names[1:])
		return
	}
	bad := false
	for _, c := range chosen(names) {
		note, err := watched(*limit, func() (string, error) { return runCase(c, s, *parallel) })
		var why notApplicable
		switch {
		case errors.As(err, &why):
			fmt.Printf("n/a %s: %s\n", c.name, why)
		case err != nil:
			bad = true
			fmt.Printf("FAILED %s: %v\n", c.name, err)
		case note != "":
			fmt.Printf("ok %s: %s\n", c.name, note)
		default:
			fmt.Printf("ok %s\n", c.name)
		}
	}
	if bad {
		os.Exit(1)
	}
}

// chosen is the cases by name; "all" is all but those that end the server.
func chosen(names []string) []scenario {
	var found []scenario
	for _, name := range names {
		before := len(found)
		for _, c := range cases {
			if c.name == name || name == "all" && c.name != "graceful-shutdown" {
				found = append(found, c)
			}
		}
		if len(found) == before {
			misused("no such case: " + name)
		}
	}
	return found
}

func watched(limit time.Duration, run func() (string, error)) (string, error) {
	type result struct {
		note string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		note, err := run()
		done <- result{note, err}
	}()
	select {
	case r := <-done:
		return r.note, r.err
	case <-time.After(limit):
		return "", fmt.Errorf("still running after %v", limit)
	}
}

func runCase(c scenario, s *session, parallel int) (string, error) {
	shared, err := s.another()
	if err != nil {
		return "", err
	}
	defer shared.client.Close()
	if c.alone || parallel == 1 {
		return c.run(shared)
	}
	notes, errs := make([]string, parallel), make([]error, parallel)
	var wg sync.WaitGroup
	for i := range parallel {
		wg.Go(func() { notes[i], errs[i] = c.run(shared) })
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return "", fmt.Errorf("run %d of %d: %w", i+1, parallel, err)
		}
	}
	return notes[0], nil
}
