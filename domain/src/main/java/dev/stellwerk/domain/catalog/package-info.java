/** What can be called: deployments, their tags, regions, capacity and prices, and the names that lead to them. Start at {@link CatalogSnapshot}. */
@NullMarked
package dev.stellwerk.domain.catalog;

import org.jspecify.annotations.NullMarked;
