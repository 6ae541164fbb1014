// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"sync"
	"time"

	"agentctl.invalid/interop/peerpb"
)

// blocked remembers what became of each Block call, by its token.
type blocked struct {
	mu      sync.Mutex
	states  map[string]*peerpb.OutcomeReply
	changed chan struct{} // closed and replaced at each change
}

func newBlocked() *blocked {
	return &blocked{states: make(map[string]*peerpb.OutcomeReply), changed: make(chan struct{})}
}

func (b *blocked) set(token string, state peerpb.State, reason string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.states[token] = &peerpb.OutcomeReply{State: state, Reason: reason}
	close(b.changed)
	b.changed = make(chan struct{})
}

func (b *blocked) get(token string) (*peerpb.OutcomeReply, <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if reply, ok := b.states[token]; ok {
		return reply, b.changed
	}
	return &peerpb.OutcomeReply{}, b.changed
}

// hold waits as long as asked or until the call is cancelled; the error is then the context's.
func (b *blocked) hold(ctx context.Context, r *peerpb.BlockRequest) error {
	select {
	case <-time.After(millis(r.HoldMillis)):
		b.set(r.Token, peerpb.State_STATE_FINISHED, "held")
		return nil
	case <-ctx.Done():
		b.set(r.Token, peerpb.State_STATE_CANCELLED, ctx.Err().Error())
		return ctx.Err()
	}
}

func (b *blocked) await(ctx context.Context, r *peerpb.OutcomeRequest) (*peerpb.OutcomeReply, error) {
	over := time.After(millis(r.WaitMillis))
	for {
		reply, changed := b.get(r.Token)
		if reply.State == r.Until || reply.State > peerpb.State_STATE_RUNNING {
			return reply, nil
		}
		select {
		case <-changed:
		case <-over:
			return reply, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
