// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// measure runs a command whose output nobody wants, and tells how long it took and how much memory it had at most.
func measure(args []string) {
	if len(args) == 0 {
		misused("measure needs a command")
	}
	command := exec.Command(args[0], args[1:]...)
	command.Stderr = os.Stderr
	begin := time.Now()
	if err := command.Run(); err != nil {
		failed(err)
	}
	took := time.Since(begin)
	usage := command.ProcessState.SysUsage().(*syscall.Rusage)
	fmt.Printf("measure wall-ms=%.1f peak-kib=%d\n", float64(took.Microseconds())/1000, usage.Maxrss)
}
