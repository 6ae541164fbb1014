// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"io"

	pb "agentctl.invalid/interop/streamingpb"
	testpb "agentctl.invalid/interop/teststreamingpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// What EchoNull and EchoNullStream expect in each payload.
const nullMessage = "non-empty empty"

// streaming serves ../proto/streaming.proto.
type streaming struct{}

// testStreaming serves ../proto/test_streaming.proto: the same methods, and two of its own.
type testStreaming struct{ streaming }

func (streaming) Echo(_ context.Context, e *pb.EchoPayload) (*pb.EchoPayload, error) {
	e.Seq++
	return e, nil
}

// The streams of both packages are of different types with the same methods.
type echoStream interface {
	Recv() (*pb.EchoPayload, error)
	Send(*pb.EchoPayload) error
}

type partStream interface{ Recv() (*pb.Part, error) }

type partSink interface{ Send(*pb.Part) error }

type payloadStream interface {
	Recv() (*pb.EchoPayload, error)
}

type nullStream interface {
	payloadStream
	Send(*emptypb.Empty) error
}

func echoAll(s echoStream) error {
	for {
		e, err := s.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		e.Seq++
		if err := s.Send(e); err != nil {
			return err
		}
	}
}

func sumAll(s partStream) (*pb.Sum, error) {
	sum := &pb.Sum{}
	for {
		part, err := s.Recv()
		if errors.Is(err, io.EOF) {
			return sum, nil
		}
		if err != nil {
			return nil, err
		}
		sum.Sum += part.Add
		sum.Num++
	}
}

// divide sends the rest with the last part.
func divide(sum *pb.Sum, s partSink) error {
	for i := int32(0); i < sum.Num; i++ {
		add := sum.Sum / sum.Num
		if i == sum.Num-1 {
			add = sum.Sum - add*(sum.Num-1)
		}
		if err := s.Send(&pb.Part{Add: add}); err != nil {
			return err
		}
	}
	return nil
}

// takeNulls calls each after every payload that is as it should be.
func takeNulls(s payloadStream, each func() error) error {
	for seq := uint32(0); ; seq++ {
		e, err := s.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e.Seq != seq || e.Msg != nullMessage {
			return status.Errorf(codes.InvalidArgument, "payload %d is seq %d, msg %q", seq, e.Seq, e.Msg)
		}
		if err := each(); err != nil {
			return err
		}
	}
}

func echoNull(s payloadStream) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, takeNulls(s, func() error { return nil })
}

func echoNullStream(s nullStream) error {
	return takeNulls(s, func() error { return s.Send(&emptypb.Empty{}) })
}

func (streaming) EchoStream(_ context.Context, s pb.Streaming_EchoStreamServer) error {
	return echoAll(s)
}

func (streaming) SumStream(_ context.Context, s pb.Streaming_SumStreamServer) (*pb.Sum, error) {
	return sumAll(s)
}

func (streaming) DivideStream(_ context.Context, sum *pb.Sum, s pb.Streaming_DivideStreamServer) error {
	return divide(sum, s)
}

func (streaming) EchoNull(_ context.Context, s pb.Streaming_EchoNullServer) (*emptypb.Empty, error) {
	return echoNull(s)
}

func (streaming) EchoNullStream(_ context.Context, s pb.Streaming_EchoNullStreamServer) error {
	return echoNullStream(s)
}

func (streaming) EmptyPayloadStream(_ context.Context, _ *emptypb.Empty, s pb.Streaming_EmptyPayloadStreamServer) error {
	if err := s.Send(&pb.EchoPayload{Seq: 1}); err != nil {
		return err
	}
	return s.Send(&pb.EchoPayload{Seq: 2})
}

func (testStreaming) EchoStream(_ context.Context, s testpb.Streaming_EchoStreamServer) error {
	return echoAll(s)
}

func (testStreaming) SumStream(_ context.Context, s testpb.Streaming_SumStreamServer) (*pb.Sum, error) {
	return sumAll(s)
}

func (testStreaming) DivideStream(_ context.Context, sum *pb.Sum, s testpb.Streaming_DivideStreamServer) error {
	return divide(sum, s)
}

func (testStreaming) EchoNull(_ context.Context, s testpb.Streaming_EchoNullServer) (*emptypb.Empty, error) {
	return echoNull(s)
}

func (testStreaming) EchoNullStream(_ context.Context, s testpb.Streaming_EchoNullStreamServer) error {
	return echoNullStream(s)
}

func (testStreaming) EchoDefaultValue(_ context.Context, e *pb.EchoPayload, s testpb.Streaming_EchoDefaultValueServer) error {
	return s.Send(e)
}

func (testStreaming) ServerSendStream(_ context.Context, _ *emptypb.Empty, s testpb.Streaming_ServerSendStreamServer) error {
	for seq := uint32(0); seq < 5; seq++ {
		if err := s.Send(&pb.EchoPayload{Seq: seq, Msg: "hello"}); err != nil {
			return err
		}
	}
	return nil
}
