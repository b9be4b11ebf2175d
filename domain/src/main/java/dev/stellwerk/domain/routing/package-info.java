/** Decides which deployment serves a request. Start at {@link Router#decide}; nothing here blocks, reads a clock or talks to the network. */
@NullMarked
package dev.stellwerk.domain.routing;

import org.jspecify.annotations.NullMarked;
