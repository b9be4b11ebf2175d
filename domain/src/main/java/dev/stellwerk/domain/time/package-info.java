/** Elapsed time and the calendar, as a parameter. */
@NullMarked
package dev.stellwerk.domain.time;

import org.jspecify.annotations.NullMarked;
