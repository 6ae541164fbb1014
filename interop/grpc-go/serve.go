// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"net"
	"os"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"
)

// serve answers as the calls of ../run-grpc need it, until it is killed.
func serve(services schema, socket string) error {
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	server := grpc.NewServer(grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		return answer(services, stream)
	}))
	fmt.Println("ready")
	return server.Serve(listener)
}

func answer(services schema, stream grpc.ServerStream) error {
	name, _ := grpc.MethodFromServerStream(stream)
	method, ok := services[name]
	if !ok || method.Name() == "MemAgentMemcgSet" {
		return status.Errorf(codes.Unimplemented, "no method %s", name)
	}
	request := dynamicpb.NewMessage(method.Input())
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	reply := dynamicpb.NewMessage(method.Output())
	set := func(field string, value any) {
		reply.Set(reply.Descriptor().Fields().ByName(protoreflect.Name(field)), protoreflect.ValueOf(value))
	}
	get := func(field string) protoreflect.Value {
		return request.Get(request.Descriptor().Fields().ByName(protoreflect.Name(field)))
	}
	switch method.Name() {
	case "Check":
		set("status", protoreflect.EnumNumber(1))
	case "GetMetrics":
		// What came beside the request.
		md, _ := metadata.FromIncomingContext(stream.Context())
		set("metrics", "authority="+strings.Join(md.Get(":authority"), ","))
	case "ReadStdout":
		set("data", make([]byte, get("len").Uint()))
	case "WriteStdin":
		set("len", uint32(len(get("data").Bytes())))
	case "StatsContainer":
		failure, err := status.New(codes.NotFound, "größer\nthan life").
			WithDetails(&errdetails.ErrorInfo{Reason: "gone"})
		if err != nil {
			return err
		}
		return failure.Err()
	case "GetOOMEvent":
		<-stream.Context().Done()
		fmt.Println("cancelled:", stream.Context().Err())
		return stream.Context().Err()
	case "DestroySandbox":
		// In the middle of a call.
		os.Exit(0)
	}
	return stream.SendMsg(reply)
}
