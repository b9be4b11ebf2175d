/** What things are called by. */
@NullMarked
package dev.stellwerk.domain.id;

import org.jspecify.annotations.NullMarked;
