/** Answers of model calls as bytes: whole, streamed or failed, with the headers that tell how they came to be. */
@NullMarked
package dev.stellwerk.adapters.http.inbound.answer;

import org.jspecify.annotations.NullMarked;
