// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"time"

	"agentctl.invalid/interop/peerpb"
	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
)

const (
	maxFrame = 4 << 20
	// What a Response with its empty status and a SizeReply's other fields take at most.
	replyOverhead = 32
)

// fitting makes the body so long that the message around it has exactly the length.
func fitting(length int, message func(body []byte) proto.Message) proto.Message {
	around := proto.Size(message(make([]byte, length/2))) - length/2
	return message(make([]byte, length-around))
}

func request(method string, m proto.Message) proto.Message {
	payload, err := proto.Marshal(m)
	if err != nil {
		panic(err)
	}
	return &ttrpc.Request{Service: "agentctl.interop.v1.Peer", Method: method, Payload: payload}
}

// sizeRequest makes a Request frame of Size with exactly this many bytes of data.
func sizeRequest(length int) *peerpb.SizeRequest {
	bare := &peerpb.SizeRequest{}
	around := fitting(length, func(body []byte) proto.Message {
		bare.Body = body
		return request("Size", bare)
	})
	if proto.Size(around) != length {
		panic("wrong length")
	}
	return bare
}

// maxMessage fills a frame to the last byte: request, reply (nearly), and data both ways.
func maxMessage(s *session) (string, error) {
	largest := sizeRequest(maxFrame)
	reply, err := s.peer.Size(background, largest)
	if err != nil {
		return "", fmt.Errorf("request: %w", err)
	}
	if int(reply.Received) != len(largest.Body) {
		return "", fmt.Errorf("%d bytes of %d arrived", reply.Received, len(largest.Body))
	}
	const size = maxFrame - replyOverhead
	if reply, err = s.peer.Size(background, &peerpb.SizeRequest{ReplySize: size}); err != nil {
		return "", fmt.Errorf("reply: %w", err)
	}
	if len(reply.Body) != size {
		return "", fmt.Errorf("the reply's body has %d bytes, not %d", len(reply.Body), size)
	}
	if s.server == "rust" {
		return "unary only, see bidi", nil
	}
	item := fitting(maxFrame, func(body []byte) proto.Message { return &peerpb.Item{Number: 1, Body: body} }).(*peerpb.Item)
	stream, err := s.peer.Bidi(background)
	if err != nil {
		return "", err
	}
	for range 2 {
		if err := stream.Send(item); err != nil {
			return "", fmt.Errorf("stream: %w", err)
		}
		got, err := stream.Recv()
		if err != nil {
			return "", fmt.Errorf("stream: %w", err)
		}
		if len(got.Body) != len(item.Body) {
			return "", fmt.Errorf("the item's body has %d bytes, not %d", len(got.Body), len(item.Body))
		}
	}
	if err := stream.CloseSend(); err != nil {
		return "", err
	}
	return "", ends(func() error { _, err := stream.Recv(); return err })
}

// overMessage: the library refuses to send one, so the frame is written by hand. A reply that is too long depends on
// the server: Java and Rust answer an error instead, Go closes the connection.
func overMessage(s *session) (string, error) {
	_, err := s.peer.Size(background, sizeRequest(maxFrame+1))
	if err := fails(err, codes.ResourceExhausted); err != nil {
		return "", fmt.Errorf("own request: %w", err)
	}
	if err := s.alive(); err != nil {
		return "", err
	}
	note, err := s.overFrame()
	if err != nil {
		return "", err
	}
	_, err = s.peer.Size(background, &peerpb.SizeRequest{ReplySize: maxFrame + 1})
	switch s.server {
	case "go":
		return note + "; reply: closed", lost(err)
	case "rust":
		note, err = note+"; reply: "+status.Code(err).String(), fails(err, codes.InvalidArgument)
	default:
		note, err = note+"; reply: "+status.Code(err).String(), fails(err, codes.ResourceExhausted)
	}
	if err != nil {
		return "", err
	}
	return note, s.alive()
}

// overFrame sends a frame of one byte too much, then a good one.
func (s *session) overFrame() (string, error) {
	conn, err := net.Dial("unix", s.socket)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	want := codes.ResourceExhausted
	if s.server == "rust" {
		want = codes.InvalidArgument
	}
	over := make([]byte, maxFrame+1)
	got, err := exchange(conn, 1, over)
	if err != nil {
		return "", fmt.Errorf("frame over the limit: %w", err)
	}
	if codes.Code(got.GetStatus().GetCode()) != want {
		return "", fmt.Errorf("frame over the limit: answered {%v}, not %v", got.GetStatus(), want)
	}
	note := fmt.Sprintf("frame: %v %q", want, got.Status.Message)
	good, err := proto.Marshal(request("Nothing", &emptypb.Empty{}))
	if err != nil {
		return "", err
	}
	if got, err = exchange(conn, 3, good); err != nil {
		return "", fmt.Errorf("frame after it: %w", err)
	}
	if got.GetStatus().GetCode() != 0 {
		return "", fmt.Errorf("frame after it: answered {%v}", got.Status)
	}
	return note, nil
}

// exchange writes one Request frame and reads the Response to it.
func exchange(conn net.Conn, stream uint32, data []byte) (*ttrpc.Response, error) {
	header := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	header = binary.BigEndian.AppendUint32(header, stream)
	header = append(header, 1, 0)
	if _, err := conn.Write(append(header, data...)); err != nil {
		return nil, err
	}
	if _, err := io.ReadFull(conn, header); err != nil {
		return nil, err
	}
	if id, kind := binary.BigEndian.Uint32(header[4:]), header[8]; id != stream || kind != 2 {
		return nil, fmt.Errorf("frame of type %d on stream %d", kind, id)
	}
	body := make([]byte, binary.BigEndian.Uint32(header))
	if _, err := io.ReadFull(conn, body); err != nil {
		return nil, err
	}
	response := &ttrpc.Response{}
	return response, proto.Unmarshal(body, response)
}

// stalledReader: a stream that the client does not read must not hold up the connection.
func stalledReader(s *session) (string, error) {
	stream, err := s.peer.ServerStream(background, &peerpb.Order{Count: 10_000, Size: 1024})
	if err != nil {
		return "", err
	}
	if _, err := stream.Recv(); err != nil {
		return "", err
	}
	return within(10*time.Second, func() error {
		for range 200 {
			if err := s.alive(); err != nil {
				return err
			}
		}
		return nil
	})
}

// stalledHandler: a handler that does not read must not hold up the connection. The flood's own end depends on the
// server: it took all, or it gave the stream up.
func stalledHandler(s *session) (string, error) {
	stream, err := s.peer.Stall(background)
	if err != nil {
		return "", err
	}
	const flood = 2000
	if err := stream.Send(&peerpb.Item{Number: 3_000}); err != nil {
		return "", err
	}
	sent, deep := make(chan error, 1), make(chan struct{})
	go func() {
		for i := 1; i <= flood; i++ {
			if i == flood/4 {
				close(deep)
			}
			if err := stream.Send(&peerpb.Item{Number: int64(i), Body: make([]byte, 1024)}); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}()
	select {
	case <-deep:
	case err := <-sent:
		return "", err
	}
	note, err := within(10*time.Second, s.alive)
	if err != nil {
		return "", err
	}
	if err := <-sent; err != nil {
		return "", err
	}
	total, err := stream.CloseAndRecv()
	switch {
	case err == nil && total.Count == flood:
		note += "; took all"
	case err == nil:
		return "", fmt.Errorf("%d items of %d arrived", total.Count, flood)
	case s.server == "go":
		note, err = note+"; "+err.Error(), fails(err, codes.InvalidArgument)
	default:
		note, err = note+"; "+err.Error(), fails(err, codes.ResourceExhausted)
	}
	if err != nil {
		return "", err
	}
	return note, s.alive()
}

func within(limit time.Duration, run func() error) (string, error) {
	begin := time.Now()
	err := run()
	took := time.Since(begin).Round(time.Millisecond)
	if err == nil && took > limit {
		err = fmt.Errorf("the calls beside it took %v", took)
	}
	return fmt.Sprintf("the calls beside it took %v", took), err
}
