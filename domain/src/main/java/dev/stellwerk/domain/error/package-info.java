/** Every way in which a call can end without an answer. */
@NullMarked
package dev.stellwerk.domain.error;

import org.jspecify.annotations.NullMarked;
