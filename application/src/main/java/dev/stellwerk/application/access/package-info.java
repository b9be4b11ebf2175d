/** Who calls, and what that caller may do. */
@NullMarked
package dev.stellwerk.application.access;

import org.jspecify.annotations.NullMarked;
