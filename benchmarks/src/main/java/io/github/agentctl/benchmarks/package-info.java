// SPDX-License-Identifier: Apache-2.0
/** Benchmarks per transport, and the Java side of the runs beside other languages. Not null-marked: JMH fills fields. */
package io.github.agentctl.benchmarks;
