/** The tables that {@code db/migration} makes, as jOOQ sees them. */
@NullMarked
package dev.stellwerk.adapters.persistence.schema;

import org.jspecify.annotations.NullMarked;
