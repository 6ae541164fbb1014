// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"agentctl.invalid/interop/peerpb"
	"agentctl.invalid/interop/streamingpb"
	"agentctl.invalid/interop/teststreamingpb"
	"github.com/containerd/ttrpc"
)

// doors is the server's listener; it keeps the accepted connections, so that a handler can hang up.
type doors struct {
	net.Listener
	recorder *recorder
	mu       sync.Mutex
	open     map[net.Conn]struct{}
}

func (d *doors) Accept() (net.Conn, error) {
	c, err := d.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if d.recorder != nil {
		c = record(c, d.recorder)
	}
	c = &door{Conn: c, of: d}
	d.mu.Lock()
	d.open[c] = struct{}{}
	d.mu.Unlock()
	return c, nil
}

func (d *doors) hangUp() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for c := range d.open {
		c.(*door).Conn.Close()
	}
}

type door struct {
	net.Conn
	of *doors
}

func (d *door) Close() error {
	d.of.mu.Lock()
	delete(d.of.open, d)
	d.of.mu.Unlock()
	return d.Conn.Close()
}

// shutdown is an order to end: at once, or when the running calls are done or the grace is over.
type shutdown struct {
	immediate bool
	grace     time.Duration
}

func serve(args []string) {
	flags := flag.NewFlagSet("serve", flag.ExitOnError)
	socket := flags.String("socket", "", "path to listen on")
	grace := flags.Duration("grace", 5*time.Second, "how long running calls may go on after SIGTERM")
	file := flags.String("record", "", "file for the frames")
	flags.Parse(args)
	if *socket == "" || flags.NArg() > 0 {
		misused("serve needs --socket and takes no other argument")
	}
	listener, err := net.Listen("unix", *socket)
	if err != nil {
		failed(err)
	}
	entrance := &doors{Listener: listener, open: make(map[net.Conn]struct{})}
	if *file != "" {
		if entrance.recorder, err = newRecorder(*file); err != nil {
			failed(err)
		}
	}
	orders := make(chan shutdown, 1)
	server, err := ttrpc.NewServer()
	if err != nil {
		failed(err)
	}
	peerpb.RegisterPeerService(server, newPeer(entrance.hangUp, orders))
	streamingpb.RegisterStreamingService(server, streaming{})
	teststreamingpb.RegisterStreamingService(server, testStreaming{})
	go server.Serve(context.Background(), entrance)

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	fmt.Println("ready")

	var order shutdown
	select {
	case s := <-signals:
		order = shutdown{immediate: s == syscall.SIGINT, grace: *grace}
	case order = <-orders:
	}
	if order.immediate {
		server.Close()
		entrance.hangUp()
	} else {
		ctx, cancel := context.WithTimeout(context.Background(), order.grace)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			entrance.hangUp()
		}
	}
	fmt.Printf("stopped cpu-seconds=%.3f\n", cpuSeconds())
}

// cpuSeconds is the user and system time of this process so far.
func cpuSeconds() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}
