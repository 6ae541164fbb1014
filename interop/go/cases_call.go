// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"agentctl.invalid/interop/peerpb"
	"github.com/containerd/ttrpc"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/emptypb"
)

// metadata: Go's client sends it with unary calls only, so the stream shows what the server makes of none.
func metadata(s *session) (string, error) {
	md := ttrpc.MD{}
	md.Set("several", "one", "two", "three")
	md.Set("Mixed-Case", "kept As Is")
	md.Set("empty", "")
	got, err := s.peer.Metadata(ttrpc.WithMetadata(background, md), &emptypb.Empty{})
	if err != nil {
		return "", err
	}
	want := &peerpb.MetadataReply{Entries: []*peerpb.MetadataEntry{
		{Key: "empty", Values: []string{""}},
		{Key: "mixed-case", Values: []string{"kept As Is"}},
		{Key: "several", Values: []string{"one", "two", "three"}},
	}}
	if err := same("metadata", got, want); err != nil {
		return "", err
	}
	if got, err = s.peer.Metadata(background, &emptypb.Empty{}); err != nil {
		return "", err
	}
	if err := same("metadata of a call without", got, &peerpb.MetadataReply{}); err != nil {
		return "", err
	}
	stream, err := s.peer.MetadataStream(ttrpc.WithMetadata(background, md), &emptypb.Empty{})
	if err != nil {
		return "", err
	}
	return "", ends(func() error { _, err := stream.Recv(); return err })
}

// statusDetails has every code end a unary call and a stream.
func statusDetails(s *session) (string, error) {
	detail, err := anypb.New(&peerpb.Item{Number: 42, Text: "détail", Body: []byte{0, 1, 255}})
	if err != nil {
		return "", err
	}
	stranger := &anypb.Any{TypeUrl: "example.invalid/no.Such", Value: []byte{9, 9, 9}}
	for code := int32(1); code <= 16; code++ {
		want := &spb.Status{Code: code, Message: fmt.Sprintf("wörd %d\nline", code), Details: []*anypb.Any{detail, stranger}}
		if code == 16 {
			want = &spb.Status{Code: code}
		}
		request := &peerpb.FailRequest{Code: code, Message: want.Message, Details: want.Details, After: 3}
		if _, err := s.peer.Fail(background, request); err == nil {
			return "", fmt.Errorf("code %d did not fail", code)
		} else if err := same("status", status.Convert(err).Proto(), want); err != nil {
			return "", err
		}
		stream, err := s.peer.FailStream(background, request)
		if err != nil {
			return "", err
		}
		for range request.After {
			if _, err := stream.Recv(); err != nil {
				return "", err
			}
		}
		if _, err := stream.Recv(); err == nil {
			return "", fmt.Errorf("code %d did not end the stream", code)
		} else if err := same("stream's status", status.Convert(err).Proto(), want); err != nil {
			return "", err
		}
	}
	_, err = s.peer.Fail(background, &peerpb.FailRequest{})
	return "", err
}

func deadline(s *session) (string, error) {
	const far = 30 * time.Second
	ctx, cancel := context.WithTimeout(background, far)
	defer cancel()
	got, err := s.peer.Deadline(ctx, &emptypb.Empty{})
	if err != nil {
		return "", err
	}
	if !got.Present || got.RemainingNanos <= 0 || got.RemainingNanos > far.Nanoseconds() {
		return "", fmt.Errorf("the server saw {%v} of a deadline in %v", got, far)
	}
	if got, err = s.peer.Deadline(background, &emptypb.Empty{}); err != nil {
		return "", err
	}
	if err := same("deadline of a call without", got, &peerpb.DeadlineReply{}); err != nil {
		return "", err
	}

	name := token()
	ctx, cancel = context.WithTimeout(background, 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err = s.peer.Block(ctx, &peerpb.BlockRequest{Token: name, HoldMillis: 20_000})
	if err := fails(err, codes.DeadlineExceeded); err != nil {
		return "", err
	}
	if took := time.Since(begin); took > 5*time.Second {
		return "", fmt.Errorf("a deadline of 300 ms ended the call after %v", took)
	}
	if err := s.becomes(name, peerpb.State_STATE_CANCELLED); err != nil {
		return "", err
	}
	return "", s.alive()
}

// becomes asserts what the server says of a Block call, within 10 s.
func (s *session) becomes(token string, want peerpb.State) error {
	got, err := s.peer.Outcome(background, &peerpb.OutcomeRequest{Token: token, Until: want, WaitMillis: 10_000})
	if err != nil {
		return err
	}
	if got.State != want {
		return fmt.Errorf("the handler is %v (%s), not %v", got.State, got.Reason, want)
	}
	return nil
}

// streamDeadline: Go's client sends none with a stream; it only ends its own side.
func streamDeadline(s *session) (string, error) {
	ctx, cancel := context.WithTimeout(background, 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	stream, err := s.peer.BlockStream(ctx, &peerpb.BlockRequest{Token: token(), HoldMillis: 7_000})
	if err != nil {
		return "", err
	}
	if _, err := stream.Recv(); err != nil {
		return "", err
	}
	_, err = stream.Recv()
	if err := fails(err, codes.DeadlineExceeded); err != nil {
		return "", err
	}
	if took := time.Since(begin); took > 5*time.Second {
		return "", fmt.Errorf("a deadline of 300 ms ended the stream after %v", took)
	}
	return "", s.alive()
}

// cancellation: ttrpc has no frame for it. The caller is free at once, its connection goes on, and the handler is
// cancelled only when the connection is gone.
func cancellation(s *session) (string, error) {
	watch, err := s.another()
	if err != nil {
		return "", err
	}
	defer watch.client.Close()
	call, stream := token(), token()
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := s.peer.Block(ctx, &peerpb.BlockRequest{Token: call, HoldMillis: 20_000})
		ended <- err
	}()
	items, err := s.peer.BlockStream(ctx, &peerpb.BlockRequest{Token: stream, HoldMillis: 20_000})
	if err != nil {
		return "", err
	}
	if _, err := items.Recv(); err != nil {
		return "", err
	}
	if err := watch.becomes(call, peerpb.State_STATE_RUNNING); err != nil {
		return "", err
	}
	cancel()
	if err := fails(<-ended, codes.Canceled); err != nil {
		return "", err
	}
	_, err = items.Recv()
	if err := fails(err, codes.Canceled); err != nil {
		return "", err
	}
	if err := s.alive(); err != nil {
		return "", err
	}
	s.client.Close()
	if err := watch.becomes(call, peerpb.State_STATE_CANCELLED); err != nil {
		return "", err
	}
	if s.server == "rust" {
		return "unary only: the server leaves handlers of streams running", watch.alive()
	}
	if err := watch.becomes(stream, peerpb.State_STATE_CANCELLED); err != nil {
		return "", err
	}
	return "", watch.alive()
}

func unknownService(s *session) (string, error) {
	want := codes.Unimplemented
	if s.server == "rust" {
		want = codes.InvalidArgument
	}
	return s.unknown("agentctl.interop.v1.NoSuch", "Unary", want)
}

func unknownMethod(s *session) (string, error) {
	return s.unknown("agentctl.interop.v1.Peer", "NoSuch", codes.Unimplemented)
}

func (s *session) unknown(service, method string, want codes.Code) (string, error) {
	err := s.client.Call(background, service, method, &peerpb.Item{}, &peerpb.Item{})
	if err := fails(err, want); err != nil {
		return "", err
	}
	note := status.Convert(err).Message()
	for _, desc := range []ttrpc.StreamDesc{{StreamingServer: true}, {StreamingClient: true}, {StreamingClient: true, StreamingServer: true}} {
		var request any
		if !desc.StreamingClient {
			request = &peerpb.Item{}
		}
		stream, err := s.client.NewStream(background, &desc, service, method, request)
		if err != nil {
			return "", err
		}
		if err := fails(stream.RecvMsg(&peerpb.Item{}), want); err != nil {
			return "", fmt.Errorf("stream %+v: %w", desc, err)
		}
	}
	return note, s.alive()
}
