/** Which API a client speaks, what it asks of it, and what it says beside the body. */
@NullMarked
package dev.stellwerk.adapters.http.api;

import org.jspecify.annotations.NullMarked;
