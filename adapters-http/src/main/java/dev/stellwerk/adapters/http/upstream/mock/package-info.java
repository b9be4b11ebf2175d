/** Answers that a configuration or a request brings along, in place of an upstream. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.mock;

import org.jspecify.annotations.NullMarked;
