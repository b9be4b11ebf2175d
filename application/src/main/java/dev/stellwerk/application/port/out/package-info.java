/** What the gateway needs from outside: upstreams, stores, other instances. */
@NullMarked
package dev.stellwerk.application.port.out;

import org.jspecify.annotations.NullMarked;
