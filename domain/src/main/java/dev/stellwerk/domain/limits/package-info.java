/** The arithmetic of limits: what a request charges, and how a store answers. */
@NullMarked
package dev.stellwerk.domain.limits;

import org.jspecify.annotations.NullMarked;
