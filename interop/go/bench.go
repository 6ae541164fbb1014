// SPDX-License-Identifier: Apache-2.0

package main

import (
	"flag"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"agentctl.invalid/interop/peerpb"
)

// bench drives one connection for a while and prints one line of key=value.
func bench(s *session, args []string) {
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	mode := flags.String("mode", "unary", "unary (small calls), stream (server's messages), reply (calls with a long reply) or latency (at a rate)")
	parallel := flags.Int("parallel", 1, "calls in flight, or streams")
	duration := flags.Duration("duration", 5*time.Second, "how long to measure; a tenth of it warms up before")
	rate := flags.Int("rate", 0, "calls a second (mode latency)")
	size := flags.Int("size", -1, "bytes of a message's body (unary 0, stream 1 KiB, reply 1 MiB)")
	flags.Parse(args)
	if *mode == "latency" && *rate > 0 {
		if err := s.connect(); err != nil {
			failed(err)
		}
		openLoop(s, *rate, *duration)
		return
	}
	if *size < 0 {
		*size = map[string]int{"unary": 0, "stream": 1 << 10, "reply": 1 << 20}[*mode]
	}
	load, ok := map[string]func(*session, int, *counter) error{
		"unary": unaryLoad, "stream": streamLoad, "reply": replyLoad,
	}[*mode]
	if !ok || flags.NArg() > 0 {
		misused("bench knows the modes unary, stream and reply")
	}
	if err := s.connect(); err != nil {
		failed(err)
	}
	run := func(d time.Duration) (int64, float64, float64) {
		count := &counter{until: time.Now().Add(d)}
		cpu, begin := cpuSeconds(), time.Now()
		var wg sync.WaitGroup
		for range *parallel {
			wg.Go(func() {
				if err := load(s, *size, count); err != nil {
					failed(err)
				}
			})
		}
		wg.Wait()
		return count.n.Load(), time.Since(begin).Seconds(), cpuSeconds() - cpu
	}
	run(*duration / 10)
	n, seconds, cpu := run(*duration)
	unit := map[string]string{"unary": "calls/s", "stream": "messages/s", "reply": "calls/s"}[*mode]
	fmt.Printf("bench peer=go mode=%s parallel=%d size=%d count=%d seconds=%.2f %s=%.0f MiB/s=%.1f cpu-seconds=%.2f\n",
		*mode, *parallel, *size, n, seconds, unit, float64(n)/seconds,
		float64(n)*float64(*size)/seconds/(1<<20), cpu)
}

// counter counts what was done, and tells when the time is over.
type counter struct {
	n     atomic.Int64
	until time.Time
}

func (c *counter) more() bool {
	return time.Now().Before(c.until)
}

func unaryLoad(s *session, size int, done *counter) error {
	item := &peerpb.Item{Number: 1, Body: make([]byte, size)}
	for done.more() {
		if _, err := s.peer.Unary(background, item); err != nil {
			return err
		}
		done.n.Add(1)
	}
	return nil
}

func replyLoad(s *session, size int, done *counter) error {
	for done.more() {
		if _, err := s.peer.Size(background, &peerpb.SizeRequest{ReplySize: int32(size)}); err != nil {
			return err
		}
		done.n.Add(1)
	}
	return nil
}

// streamLoad reads streams of a tenth of a second or less, whole.
func streamLoad(s *session, size int, done *counter) error {
	const length = 5_000
	for done.more() {
		stream, err := s.peer.ServerStream(background, &peerpb.Order{Count: length, Size: int32(size)})
		if err != nil {
			return err
		}
		for range length {
			if _, err := stream.Recv(); err != nil {
				return err
			}
		}
		if err := ends(func() error { _, err := stream.Recv(); return err }); err != nil {
			return err
		}
		done.n.Add(length)
	}
	return nil
}
