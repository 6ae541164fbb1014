// SPDX-License-Identifier: Apache-2.0

// Command agent is an agent, and a client of one, on grpc-go: what ../run-grpc plays the gRPC wire against. It knows the
// agent's services from their .proto files, so nothing is generated.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/bufbuild/protocompile"
	"google.golang.org/protobuf/reflect/protoreflect"
)

const usage = `usage: agent serve PROTOS SOCKET
       agent call PROTOS SOCKET`

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	services, err := load(os.Args[2])
	if err != nil {
		failed(err)
	}
	switch socket := os.Args[3]; os.Args[1] {
	case "serve":
		err = serve(services, socket)
	case "call":
		err = callAll(services, socket)
	default:
		err = fmt.Errorf("no command %q\n%s", os.Args[1], usage)
	}
	if err != nil {
		failed(err)
	}
}

func failed(err error) {
	fmt.Fprintln(os.Stderr, "agent:", err)
	os.Exit(1)
}

// schema finds the agent's methods, by full name with a slash.
type schema map[string]protoreflect.MethodDescriptor

func load(folder string) (schema, error) {
	compiler := protocompile.Compiler{
		Resolver: protocompile.WithStandardImports(&protocompile.SourceResolver{ImportPaths: []string{folder}}),
	}
	files, err := compiler.Compile(context.Background(), "agent.proto", "health.proto")
	if err != nil {
		return nil, err
	}
	methods := schema{}
	for _, file := range files {
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				method := service.Methods().Get(j)
				methods[fmt.Sprintf("/%s/%s", service.FullName(), method.Name())] = method
			}
		}
	}
	return methods, nil
}
