/** Decisions as JSON, for the endpoint and the command line. */
@NullMarked
package dev.stellwerk.adapters.http.inbound.explain;

import org.jspecify.annotations.NullMarked;
