// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/binary"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
)

const headerLength = 10

// recorder writes one line a frame: direction, a tab, the frame in hex.
type recorder struct {
	mu  sync.Mutex
	out io.Writer
}

func newRecorder(path string) (*recorder, error) {
	f, err := os.Create(path)
	return &recorder{out: f}, err
}

// side is one direction of one connection: the bytes of a frame that is not whole yet.
type side struct {
	to        *recorder
	direction string
	pending   []byte
}

func (s *side) Write(p []byte) (int, error) {
	s.pending = append(s.pending, p...)
	for len(s.pending) >= headerLength {
		end := headerLength + int(binary.BigEndian.Uint32(s.pending))
		if len(s.pending) < end {
			break
		}
		s.to.mu.Lock()
		fmt.Fprintf(s.to.out, "%s\t%s\n", s.direction, hex.EncodeToString(s.pending[:end]))
		s.to.mu.Unlock()
		s.pending = s.pending[end:]
	}
	return len(p), nil
}

// recordedConn is a server's connection: "in" is what the client sent.
type recordedConn struct {
	net.Conn
	in, out side
}

func record(c net.Conn, to *recorder) net.Conn {
	return &recordedConn{c, side{to: to, direction: "in"}, side{to: to, direction: "out"}}
}

func (c *recordedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.in.Write(p[:n])
	return n, err
}

func (c *recordedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.out.Write(p[:n])
	return n, err
}

// proxy passes bytes between a client and any server, and records the frames: for peers that cannot record.
func proxy(args []string) {
	flags := flag.NewFlagSet("proxy", flag.ExitOnError)
	socket := flags.String("socket", "", "path to listen on")
	to := flags.String("to", "", "path of the server")
	file := flags.String("record", "", "file for the frames")
	flags.Parse(args)
	if *socket == "" || *to == "" || *file == "" || flags.NArg() > 0 {
		misused("proxy needs --socket, --to and --record")
	}
	rec, err := newRecorder(*file)
	if err != nil {
		failed(err)
	}
	listener, err := net.Listen("unix", *socket)
	if err != nil {
		failed(err)
	}
	fmt.Println("ready")
	for {
		client, err := listener.Accept()
		if err != nil {
			failed(err)
		}
		go func() {
			defer client.Close()
			server, err := net.Dial("unix", *to)
			if err != nil {
				fmt.Fprintf(os.Stderr, "peer: %v\n", err)
				return
			}
			defer server.Close()
			seen := record(client, rec)
			done := make(chan struct{}, 2)
			pass := func(to io.Writer, from io.Reader) {
				io.Copy(to, from)
				done <- struct{}{}
			}
			go pass(server, struct{ io.Reader }{seen})
			go pass(struct{ io.Writer }{seen}, server)
			<-done
		}()
	}
}
