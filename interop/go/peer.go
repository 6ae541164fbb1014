// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"io"
	"sort"
	"time"

	"agentctl.invalid/interop/peerpb"
	"github.com/containerd/ttrpc"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
)

// peer serves ../proto/peer.proto, whose comments tell what each method does.
type peer struct {
	blocked *blocked
	hangUp  func()
	orders  chan<- shutdown
}

func newPeer(hangUp func(), orders chan<- shutdown) *peer {
	return &peer{blocked: newBlocked(), hangUp: hangUp, orders: orders}
}

func (p *peer) Unary(_ context.Context, item *peerpb.Item) (*peerpb.Item, error) {
	return item, nil
}

type receiver interface{ Recv() (*peerpb.Item, error) }

type sender interface{ Send(*peerpb.Item) error }

// add reads to the end of the stream.
func add(from receiver) (*peerpb.Total, error) {
	total := &peerpb.Total{InOrder: true}
	for {
		item, err := from.Recv()
		if errors.Is(err, io.EOF) {
			return total, nil
		}
		if err != nil {
			return nil, err
		}
		total.Count++
		total.Sum += item.Number
		total.Bytes += int64(len(item.Body))
		total.InOrder = total.InOrder && item.Number == total.Count
	}
}

func send(to sender, count int64, size int32) error {
	body := make([]byte, size)
	for i := int64(1); i <= count; i++ {
		if err := to.Send(&peerpb.Item{Number: i, Body: body}); err != nil {
			return err
		}
	}
	return nil
}

func (p *peer) ClientStream(_ context.Context, s peerpb.Peer_ClientStreamServer) (*peerpb.Total, error) {
	return add(s)
}

func (p *peer) ServerStream(_ context.Context, r *peerpb.Order, s peerpb.Peer_ServerStreamServer) error {
	return send(s, r.Count, r.Size)
}

func (p *peer) Bidi(_ context.Context, s peerpb.Peer_BidiServer) error {
	for {
		item, err := s.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.Send(item); err != nil {
			return err
		}
	}
}

func (p *peer) Size(_ context.Context, r *peerpb.SizeRequest) (*peerpb.SizeReply, error) {
	return &peerpb.SizeReply{Received: int32(len(r.Body)), Body: make([]byte, r.ReplySize)}, nil
}

func (p *peer) Nothing(_ context.Context, r *emptypb.Empty) (*emptypb.Empty, error) {
	return r, nil
}

func (p *peer) Deadline(ctx context.Context, _ *emptypb.Empty) (*peerpb.DeadlineReply, error) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return &peerpb.DeadlineReply{}, nil
	}
	return &peerpb.DeadlineReply{Present: true, RemainingNanos: time.Until(deadline).Nanoseconds()}, nil
}

func (p *peer) Block(ctx context.Context, r *peerpb.BlockRequest) (*emptypb.Empty, error) {
	p.blocked.set(r.Token, peerpb.State_STATE_RUNNING, "")
	return &emptypb.Empty{}, p.blocked.hold(ctx, r)
}

func (p *peer) BlockStream(ctx context.Context, r *peerpb.BlockRequest, s peerpb.Peer_BlockStreamServer) error {
	p.blocked.set(r.Token, peerpb.State_STATE_RUNNING, "")
	if err := send(s, 1, 0); err != nil {
		return err
	}
	return p.blocked.hold(ctx, r)
}

func (p *peer) Outcome(ctx context.Context, r *peerpb.OutcomeRequest) (*peerpb.OutcomeReply, error) {
	return p.blocked.await(ctx, r)
}

func received(ctx context.Context) []*peerpb.MetadataEntry {
	md, _ := ttrpc.GetMetadata(ctx)
	var entries []*peerpb.MetadataEntry
	for key, values := range md {
		entries = append(entries, &peerpb.MetadataEntry{Key: key, Values: values})
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Key < entries[j].Key })
	return entries
}

func (p *peer) Metadata(ctx context.Context, _ *emptypb.Empty) (*peerpb.MetadataReply, error) {
	return &peerpb.MetadataReply{Entries: received(ctx)}, nil
}

func (p *peer) MetadataStream(ctx context.Context, _ *emptypb.Empty, s peerpb.Peer_MetadataStreamServer) error {
	for _, entry := range received(ctx) {
		if err := s.Send(entry); err != nil {
			return err
		}
	}
	return nil
}

// ended is nil for code 0.
func ended(r *peerpb.FailRequest) error {
	return status.ErrorProto(&spb.Status{Code: r.Code, Message: r.Message, Details: r.Details})
}

func (p *peer) Fail(_ context.Context, r *peerpb.FailRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, ended(r)
}

func (p *peer) FailStream(_ context.Context, r *peerpb.FailRequest, s peerpb.Peer_FailStreamServer) error {
	if err := send(s, r.After, 0); err != nil {
		return err
	}
	return ended(r)
}

func (p *peer) Stall(ctx context.Context, s peerpb.Peer_StallServer) (*peerpb.Total, error) {
	first, err := s.Recv()
	if err != nil {
		return nil, err
	}
	select {
	case <-time.After(millis(first.Number)):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return add(s)
}

// Hangup sends one item more than asked: the library takes an item from a handler only when the one before it is
// written, so at the hang-up at least `after` are.
func (p *peer) Hangup(_ context.Context, r *peerpb.HangupRequest, s peerpb.Peer_HangupServer) error {
	if err := send(s, r.After+1, 0); err != nil {
		return err
	}
	p.hangUp()
	return io.ErrClosedPipe
}

func (p *peer) HangupUnary(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	p.hangUp()
	return nil, io.ErrClosedPipe
}

func (p *peer) Shutdown(_ context.Context, r *peerpb.ShutdownRequest) (*emptypb.Empty, error) {
	select {
	case p.orders <- shutdown{immediate: r.Immediate, grace: millis(r.GraceMillis)}:
	default: // one was given already
	}
	return &emptypb.Empty{}, nil
}
