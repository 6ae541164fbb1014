// SPDX-License-Identifier: Apache-2.0
/** The command line {@code kata-agent-ctl}. */
package io.github.agentctl.cli;
