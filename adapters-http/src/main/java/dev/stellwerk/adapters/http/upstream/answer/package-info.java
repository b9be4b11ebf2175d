/** Whole answers: what is read from them, and what of them clients may see. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.answer;

import org.jspecify.annotations.NullMarked;
