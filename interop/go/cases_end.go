// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"agentctl.invalid/interop/peerpb"
	"google.golang.org/protobuf/types/known/emptypb"
)

func closeMidCall(s *session) (string, error) {
	_, err := s.peer.HangupUnary(background, &emptypb.Empty{})
	if err := lost(err); err != nil {
		return "", err
	}
	if err := s.connect(); err != nil {
		return "", err
	}
	defer s.client.Close()
	const after = 3
	stream, err := s.peer.Hangup(background, &peerpb.HangupRequest{After: after})
	if err != nil {
		return "", err
	}
	received := 0
	for err = nil; err == nil; {
		if _, err = stream.Recv(); err == nil {
			received++
		}
	}
	if err := lost(err); err != nil {
		return "", err
	}
	if received < after || received > after+1 {
		return "", fmt.Errorf("%d items came before the connection was closed, not %d", received, after)
	}
	next, err := s.another()
	if err != nil {
		return "", err
	}
	defer next.client.Close()
	return "", next.alive()
}

// gracefulShutdown ends the server.
func gracefulShutdown(s *session) (string, error) {
	name := token()
	ended := make(chan error, 1)
	go func() {
		_, err := s.peer.Block(background, &peerpb.BlockRequest{Token: name, HoldMillis: 2_000})
		ended <- err
	}()
	if err := s.becomes(name, peerpb.State_STATE_RUNNING); err != nil {
		return "", err
	}
	if _, err := s.peer.Shutdown(background, &peerpb.ShutdownRequest{GraceMillis: 10_000}); err != nil {
		return "", err
	}
	if err := s.refused(ended); err != nil {
		return "", err
	}
	if err := <-ended; err != nil {
		return "", fmt.Errorf("the running call did not finish: %w", err)
	}
	// The connection ends too, in its time: a call is refused or finds it closed.
	for begin := time.Now(); time.Since(begin) < 10*time.Second; time.Sleep(20 * time.Millisecond) {
		if lost(s.alive()) == nil {
			return "", nil
		}
	}
	return "", errors.New("the connection is still open 10 s after the last call")
}

// refused asserts that a new connection comes to nothing while the call is running.
func (s *session) refused(running <-chan error) error {
	for {
		next, err := s.another()
		if err != nil {
			return nil
		}
		// One that is accepted and never answered comes to nothing too.
		ctx, cancel := context.WithTimeout(background, time.Second)
		_, err = next.peer.Nothing(ctx, &emptypb.Empty{})
		cancel()
		next.client.Close()
		if err != nil {
			return nil
		}
		select {
		case err := <-running:
			return fmt.Errorf("new connections were served until the running call ended (%v)", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
