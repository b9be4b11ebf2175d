/** Who calls, and the management of keys, teams and customers. */
@NullMarked
package dev.stellwerk.application.access;

import org.jspecify.annotations.NullMarked;
