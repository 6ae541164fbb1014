// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"agentctl.invalid/interop/peerpb"
	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
)

// cases in the order in which "all" runs them. The Rust peer has the same names.
var cases = []scenario{
	{name: "unary", run: unary},
	{name: "client-stream", run: opening(clientStream)},
	{name: "server-stream", run: serverStream},
	{name: "bidi", run: opening(bidi)},
	{name: "empty", run: opening(empty)},
	{name: "metadata", run: metadata},
	{name: "status-details", run: statusDetails},
	{name: "deadline", run: deadline},
	{name: "stream-deadline", run: streamDeadline},
	{name: "cancellation", alone: true, run: cancellation},
	{name: "max-message", run: maxMessage},
	{name: "over-message", alone: true, run: overMessage},
	{name: "unknown-service", run: unknownService},
	{name: "unknown-method", run: unknownMethod},
	{name: "stalled-reader", alone: true, run: stalledReader},
	{name: "stalled-handler", alone: true, run: opening(stalledHandler)},
	{name: "close-mid-call", alone: true, run: closeMidCall},
	{name: "streaming-echo", run: onBoth(streamingEcho)},
	{name: "streaming-echo-stream", run: opening(onBoth(streamingEchoStream))},
	{name: "streaming-sum-stream", run: opening(onBoth(streamingSumStream))},
	{name: "streaming-divide-stream", run: onBoth(streamingDivideStream)},
	{name: "streaming-echo-null", run: opening(onBoth(streamingEchoNull))},
	{name: "streaming-echo-null-stream", run: opening(onBoth(streamingEchoNullStream))},
	{name: "streaming-empty-payload-stream", run: streamingEmptyPayloadStream},
	{name: "streaming-echo-default-value", run: streamingEchoDefaultValue},
	{name: "streaming-server-send-stream", run: streamingServerSendStream},
	{name: "graceful-shutdown", alone: true, run: gracefulShutdown},
}

// opening marks the cases in which the client streams: Go opens such a stream with an empty payload, which the Rust
// server takes for a first, empty message, unless the flag "no data" says otherwise; Go does not set it.
func opening(run func(*session) (string, error)) func(*session) (string, error) {
	return func(s *session) (string, error) {
		if s.server == "rust" {
			return "", notApplicable("the Rust server takes Go's opening of a client's stream for a message")
		}
		return run(s)
	}
}

func same(what string, got, want proto.Message) error {
	if proto.Equal(got, want) {
		return nil
	}
	return fmt.Errorf("%s is {%.200s}, not {%.200s}", what, fmt.Sprint(got), fmt.Sprint(want))
}

// ends asserts that the stream has no further message.
func ends(recv func() error) error {
	switch err := recv(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return fmt.Errorf("the stream ended with: %w", err)
	}
	return errors.New("a message after the last")
}

// fails asserts the code of an error.
func fails(err error, want ...codes.Code) error {
	if err == nil {
		return fmt.Errorf("no error, not %v", want)
	}
	for _, code := range want {
		if code == codes.DeadlineExceeded && errors.Is(err, context.DeadlineExceeded) {
			return nil
		}
		if code == codes.Canceled && errors.Is(err, context.Canceled) {
			return nil
		}
		if s, ok := status.FromError(err); ok && s.Code() == code {
			return nil
		}
	}
	return fmt.Errorf("error is %q, not %v", err, want)
}

// lost asserts that the connection was closed under the call.
func lost(err error) error {
	if errors.Is(err, ttrpc.ErrClosed) {
		return nil
	}
	return fmt.Errorf("error is %v, not a closed connection", err)
}

// alive asserts that the connection still answers.
func (s *session) alive() error {
	item := &peerpb.Item{Number: 7, Text: "alive"}
	got, err := s.peer.Unary(background, item)
	if err != nil {
		return fmt.Errorf("the connection does not answer: %w", err)
	}
	return same("reply", got, item)
}

func item(i int) *peerpb.Item {
	return &peerpb.Item{Number: int64(i), Text: fmt.Sprintf("item %d, größer", i), Body: make([]byte, 100)}
}

func unary(s *session) (string, error) {
	for i := 1; i <= s.count; i++ {
		got, err := s.peer.Unary(background, item(i))
		if err != nil {
			return "", err
		}
		if err := same("reply", got, item(i)); err != nil {
			return "", err
		}
	}
	return "", nil
}

func clientStream(s *session) (string, error) {
	for _, count := range []int{s.count, 0} {
		stream, err := s.peer.ClientStream(background)
		if err != nil {
			return "", err
		}
		want := &peerpb.Total{InOrder: true}
		for i := 1; i <= count; i++ {
			if err := stream.Send(item(i)); err != nil {
				return "", err
			}
			want.Count++
			want.Sum += int64(i)
			want.Bytes += 100
		}
		got, err := stream.CloseAndRecv()
		if err != nil {
			return "", err
		}
		if err := same("total", got, want); err != nil {
			return "", err
		}
	}
	return "", nil
}

func serverStream(s *session) (string, error) {
	for _, count := range []int{s.count, 0} {
		stream, err := s.peer.ServerStream(background, &peerpb.Order{Count: int64(count), Size: 100})
		if err != nil {
			return "", err
		}
		for i := 1; i <= count; i++ {
			got, err := stream.Recv()
			if err != nil {
				return "", err
			}
			if err := same("item", got, &peerpb.Item{Number: int64(i), Body: make([]byte, 100)}); err != nil {
				return "", err
			}
		}
		if err := ends(func() error { _, err := stream.Recv(); return err }); err != nil {
			return "", err
		}
	}
	return "", nil
}

// bidi first plays ping-pong, then sends some before it reads (less than the 64 that Go holds for a slow reader).
func bidi(s *session) (string, error) {
	stream, err := s.peer.Bidi(background)
	if err != nil {
		return "", err
	}
	receive := func(i int) error {
		got, err := stream.Recv()
		if err != nil {
			return err
		}
		return same("item", got, item(i))
	}
	for i := 1; i <= s.count; i++ {
		if err := stream.Send(item(i)); err != nil {
			return "", err
		}
		if err := receive(i); err != nil {
			return "", err
		}
	}
	const ahead = 32
	for i := 1; i <= ahead; i++ {
		if err := stream.Send(item(i)); err != nil {
			return "", err
		}
	}
	if err := stream.CloseSend(); err != nil {
		return "", err
	}
	for i := 1; i <= ahead; i++ {
		if err := receive(i); err != nil {
			return "", err
		}
	}
	return "", ends(func() error { _, err := stream.Recv(); return err })
}

// empty sends messages without a byte wherever a message can stand.
func empty(s *session) (string, error) {
	if _, err := s.peer.Nothing(background, &emptypb.Empty{}); err != nil {
		return "", err
	}
	none := &peerpb.Item{}
	if got, err := s.peer.Unary(background, none); err != nil {
		return "", err
	} else if err := same("reply", got, none); err != nil {
		return "", err
	}
	up, err := s.peer.ClientStream(background)
	if err != nil {
		return "", err
	}
	both, err := s.peer.Bidi(background)
	if err != nil {
		return "", err
	}
	for range 3 {
		if err := up.Send(none); err != nil {
			return "", err
		}
		if err := both.Send(none); err != nil {
			return "", err
		}
	}
	if total, err := up.CloseAndRecv(); err != nil {
		return "", err
	} else if err := same("total", total, &peerpb.Total{Count: 3}); err != nil {
		return "", err
	}
	if err := both.CloseSend(); err != nil {
		return "", err
	}
	for range 3 {
		if got, err := both.Recv(); err != nil {
			return "", err
		} else if err := same("item", got, none); err != nil {
			return "", err
		}
	}
	return "", ends(func() error { _, err := both.Recv(); return err })
}
