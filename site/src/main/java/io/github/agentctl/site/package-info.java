// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.github.agentctl.site;

import org.jspecify.annotations.NullMarked;
