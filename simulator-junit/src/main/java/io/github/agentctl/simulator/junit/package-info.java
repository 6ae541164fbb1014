// SPDX-License-Identifier: Apache-2.0
/** An embedded agent for each test, with faults to ask for and calls to look at. */
package io.github.agentctl.simulator.junit;
