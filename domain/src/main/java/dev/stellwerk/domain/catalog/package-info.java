/** Everything that can be called, and the names that lead to it. Start at {@link CatalogSnapshot}. */
@NullMarked
package dev.stellwerk.domain.catalog;

import org.jspecify.annotations.NullMarked;
