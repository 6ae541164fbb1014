// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"agentctl.invalid/interop/peerpb"
)

// openLoop begins calls at a given rate, whether or not those before have ended. A call's time counts from when it
// should have begun, so that a client that falls behind cannot hide it.
func openLoop(s *session, rate int, duration time.Duration) {
	count := int(float64(rate) * duration.Seconds())
	took := make([]time.Duration, count)
	var wg sync.WaitGroup
	var broken atomic.Value
	begin := time.Now()
	for i := range count {
		due := begin.Add(time.Duration(float64(i) / float64(rate) * float64(time.Second)))
		if wait := time.Until(due); wait > 0 {
			time.Sleep(wait)
		}
		wg.Go(func() {
			if _, err := s.peer.Unary(background, &peerpb.Item{}); err != nil {
				broken.Store(err)
			}
			took[i] = time.Since(due)
		})
	}
	wg.Wait()
	if err := broken.Load(); err != nil {
		failed(err.(error))
	}
	sort.Slice(took, func(a, b int) bool { return took[a] < took[b] })
	fmt.Printf("bench peer=go mode=latency rate=%d count=%d seconds=%.2f p50-us=%d p90-us=%d p99-us=%d p999-us=%d max-us=%d\n",
		rate, count, time.Since(begin).Seconds(), took[count/2].Microseconds(), took[count*9/10].Microseconds(),
		took[count*99/100].Microseconds(), took[count*999/1000].Microseconds(), took[count-1].Microseconds())
}
