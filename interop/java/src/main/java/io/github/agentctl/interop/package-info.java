// SPDX-License-Identifier: Apache-2.0
/** The Java peer of the interoperability matrix. */
@NullMarked
package io.github.agentctl.interop;

import org.jspecify.annotations.NullMarked;
