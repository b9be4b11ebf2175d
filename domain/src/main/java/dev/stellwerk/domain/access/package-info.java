/** Who asks, and what they may use. The ordered checks stand in {@link AccessRules}. */
@NullMarked
package dev.stellwerk.domain.access;

import org.jspecify.annotations.NullMarked;
