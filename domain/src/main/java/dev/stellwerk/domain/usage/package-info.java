/** What a call used and what it costs. */
@NullMarked
package dev.stellwerk.domain.usage;

import org.jspecify.annotations.NullMarked;
