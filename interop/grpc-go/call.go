// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/dynamicpb"
)

// client calls an embedded agent of kata-agent-ctl.
type client struct {
	services   schema
	connection *grpc.ClientConn
}

// cases in the order in which they are played; each gives an error or nil.
var cases = []struct {
	name string
	play func(client) error
}{
	{"unary", func(c client) error { return c.replies("grpc.Health/Check", "{}", `{"status":"SERVING"}`) }},
	{"empty", func(c client) error { return c.replies("grpc.AgentService/CreateSandbox", "{}", `{}`) }},
	{"status", func(c client) error {
		return c.fails("grpc.AgentService/StatsContainer", `{"container_id":"nosuch"}`, codes.InvalidArgument)
	}},
	{"large-request", largeRequest},
	{"over-message", func(c client) error {
		return c.fails("grpc.AgentService/WriteStdin", data(4<<20), codes.ResourceExhausted)
	}},
	{"deadline", deadline},
	{"cancellation", cancellation},
	{"unknown-method", func(c client) error { return c.unknown("/grpc.AgentService/NoSuchCall") }},
	{"unknown-service", func(c client) error { return c.unknown("/grpc.NoSuchService/Check") }},
	{"64-at-once", atOnce},
}

func callAll(services schema, socket string) error {
	connection, err := grpc.NewClient("unix://"+socket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	for _, one := range cases {
		if err := one.play(client{services, connection}); err != nil {
			fmt.Printf("FAILED %s: %v\n", one.name, err)
		} else {
			fmt.Printf("ok %s\n", one.name)
		}
	}
	return nil
}

// call gives the reply as JSON, without spaces.
func (c client) call(ctx context.Context, name, json string) (string, error) {
	method, ok := c.services["/"+name]
	if !ok {
		return "", fmt.Errorf("no method %s", name)
	}
	request := dynamicpb.NewMessage(method.Input())
	if err := protojson.Unmarshal([]byte(json), request); err != nil {
		return "", err
	}
	reply := dynamicpb.NewMessage(method.Output())
	if err := c.connection.Invoke(ctx, "/"+name, request, reply); err != nil {
		return "", err
	}
	text, err := protojson.Marshal(reply)
	return string(text), err
}

func soon() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 20*time.Second)
}

func (c client) replies(name, json, want string) error {
	ctx, cancel := soon()
	defer cancel()
	got, err := c.call(ctx, name, json)
	if err == nil && got != want {
		err = fmt.Errorf("the reply is %.200s, not %s", got, want)
	}
	return err
}

func (c client) fails(name, json string, want codes.Code) error {
	ctx, cancel := soon()
	defer cancel()
	_, err := c.call(ctx, name, json)
	return ended(err, want)
}

func ended(err error, want codes.Code) error {
	if got := status.Code(err); got != want {
		return fmt.Errorf("ended with %v (%v), not %v", got, err, want)
	}
	return nil
}

func (c client) unknown(name string) error {
	ctx, cancel := soon()
	defer cancel()
	empty := dynamicpb.NewMessage(c.services["/grpc.AgentService/CreateSandbox"].Output())
	return ended(c.connection.Invoke(ctx, name, empty, empty), codes.Unimplemented)
}

// data is a request with so many bytes in it, in base64: three of four characters.
func data(size int) string {
	text := make([]byte, (size+2)/3*4)
	for i := range text {
		text[i] = 'A'
	}
	return fmt.Sprintf(`{"container_id":"nosuch","data":"%s"}`, text)
}

// largeRequest gets through: what the agent says of it is that it has no such container.
func largeRequest(c client) error {
	return c.fails("grpc.AgentService/WriteStdin", data(4<<20-1024), codes.Internal)
}

func deadline(c client) error {
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	_, err := c.call(ctx, "grpc.AgentService/GetOOMEvent", "{}")
	return ended(err, codes.DeadlineExceeded)
}

func cancellation(c client) error {
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(100*time.Millisecond, cancel)
	_, err := c.call(ctx, "grpc.AgentService/GetOOMEvent", "{}")
	return ended(err, codes.Canceled)
}

func atOnce(c client) error {
	errs := make([]error, 64)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			for range 20 {
				if errs[i] == nil {
					errs[i] = c.replies("grpc.Health/Check", "{}", `{"status":"SERVING"}`)
				}
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
