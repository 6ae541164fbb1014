// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	pb "agentctl.invalid/interop/streamingpb"
	"github.com/containerd/ttrpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
)

const (
	goName   = "ttrpc.integration.streaming.Streaming"
	rustName = "ttrpc.test.streaming.Streaming"
)

// onBoth runs a case under both names of the service.
func onBoth(run func(*session, string) error) func(*session) (string, error) {
	return func(s *session) (string, error) {
		for _, name := range []string{goName, rustName} {
			if err := run(s, name); err != nil {
				return "", fmt.Errorf("%s: %w", name, err)
			}
		}
		return "", nil
	}
}

var (
	both = &ttrpc.StreamDesc{StreamingClient: true, StreamingServer: true}
	up   = &ttrpc.StreamDesc{StreamingClient: true}
	down = &ttrpc.StreamDesc{StreamingServer: true}
)

func finished(stream ttrpc.ClientStream) error {
	return ends(func() error { return stream.RecvMsg(&pb.EchoPayload{}) })
}

// expect reads a message into got and compares.
func expect(stream ttrpc.ClientStream, got, want proto.Message) error {
	if err := stream.RecvMsg(got); err != nil {
		return err
	}
	return same("message", got, want)
}

func streamingEcho(s *session, service string) error {
	for i := range s.count {
		got := &pb.EchoPayload{}
		sent := &pb.EchoPayload{Seq: uint32(i), Msg: "Test Me"}
		if err := s.client.Call(background, service, "Echo", sent, got); err != nil {
			return err
		}
		if err := same("payload", got, &pb.EchoPayload{Seq: uint32(i) + 1, Msg: "Test Me"}); err != nil {
			return err
		}
	}
	return nil
}

func streamingEchoStream(s *session, service string) error {
	stream, err := s.client.NewStream(background, both, service, "EchoStream", nil)
	if err != nil {
		return err
	}
	for i := 0; i < 10*s.count; i++ {
		msg := strings.Repeat("x", i)
		if err := stream.SendMsg(&pb.EchoPayload{Seq: uint32(i), Msg: msg}); err != nil {
			return err
		}
		if err := expect(stream, &pb.EchoPayload{}, &pb.EchoPayload{Seq: uint32(i) + 1, Msg: msg}); err != nil {
			return err
		}
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	return finished(stream)
}

func streamingSumStream(s *session, service string) error {
	stream, err := s.client.NewStream(background, up, service, "SumStream", nil)
	if err != nil {
		return err
	}
	want := &pb.Sum{}
	for i := -99; i <= 100; i++ {
		// An Add of 0 makes a message without a byte.
		if err := stream.SendMsg(&pb.Part{Add: int32(i)}); err != nil {
			return err
		}
		want.Sum += int32(i)
		want.Num++
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	return expect(stream, &pb.Sum{}, want)
}

func streamingDivideStream(s *session, service string) error {
	for _, num := range []int32{0, 1, 7, 100} {
		sum := &pb.Sum{Sum: 1003 * min(num, 1), Num: num}
		stream, err := s.client.NewStream(background, down, service, "DivideStream", sum)
		if err != nil {
			return err
		}
		got := &pb.Sum{}
		for {
			part := &pb.Part{}
			err := stream.RecvMsg(part)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return err
			}
			got.Sum += part.Add
			got.Num++
		}
		if err := same("sum of the parts", got, sum); err != nil {
			return err
		}
	}
	return nil
}

func sendNulls(s *session, stream ttrpc.ClientStream) error {
	for i := range s.count {
		if err := stream.SendMsg(&pb.EchoPayload{Seq: uint32(i), Msg: nullMessage}); err != nil {
			return err
		}
	}
	return stream.CloseSend()
}

func streamingEchoNull(s *session, service string) error {
	stream, err := s.client.NewStream(background, up, service, "EchoNull", nil)
	if err != nil {
		return err
	}
	if err := sendNulls(s, stream); err != nil {
		return err
	}
	return expect(stream, &emptypb.Empty{}, &emptypb.Empty{})
}

func streamingEchoNullStream(s *session, service string) error {
	stream, err := s.client.NewStream(background, both, service, "EchoNullStream", nil)
	if err != nil {
		return err
	}
	sent := make(chan error, 1)
	go func() { sent <- sendNulls(s, stream) }()
	for range s.count {
		if err := expect(stream, &emptypb.Empty{}, &emptypb.Empty{}); err != nil {
			return err
		}
	}
	if err := <-sent; err != nil {
		return err
	}
	return finished(stream)
}

// payloads asserts what a server's stream sends, to its end.
func payloads(s *session, service, method string, request proto.Message, want ...*pb.EchoPayload) (string, error) {
	stream, err := s.client.NewStream(background, down, service, method, request)
	if err != nil {
		return "", err
	}
	for _, payload := range want {
		if err := expect(stream, &pb.EchoPayload{}, payload); err != nil {
			return "", err
		}
	}
	return "", finished(stream)
}

func streamingEmptyPayloadStream(s *session) (string, error) {
	return payloads(s, goName, "EmptyPayloadStream", &emptypb.Empty{}, &pb.EchoPayload{Seq: 1}, &pb.EchoPayload{Seq: 2})
}

func streamingEchoDefaultValue(s *session) (string, error) {
	return payloads(s, rustName, "EchoDefaultValue", &pb.EchoPayload{}, &pb.EchoPayload{})
}

func streamingServerSendStream(s *session) (string, error) {
	var want []*pb.EchoPayload
	for seq := range uint32(5) {
		want = append(want, &pb.EchoPayload{Seq: seq, Msg: "hello"})
	}
	return payloads(s, rustName, "ServerSendStream", &emptypb.Empty{}, want...)
}
