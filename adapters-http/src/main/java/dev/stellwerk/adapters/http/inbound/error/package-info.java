/** Refusals and failures as status and body: the only place where the two meet. */
@NullMarked
package dev.stellwerk.adapters.http.inbound.error;

import org.jspecify.annotations.NullMarked;
