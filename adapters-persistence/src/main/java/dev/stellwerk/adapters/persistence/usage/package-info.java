/** What was spent: gathered in memory, written in batches. */
@NullMarked
package dev.stellwerk.adapters.persistence.usage;

import org.jspecify.annotations.NullMarked;
