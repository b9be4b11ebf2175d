/** What is kept for good: keys, teams, usage and the catalog, on H2 or PostgreSQL. */
@NullMarked
package dev.stellwerk.adapters.persistence;

import org.jspecify.annotations.NullMarked;
