/** What the gateway does for others: use cases, each with its request and its answer. */
@NullMarked
package dev.stellwerk.application.port.in;

import org.jspecify.annotations.NullMarked;
