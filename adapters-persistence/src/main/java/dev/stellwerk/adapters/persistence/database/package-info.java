/** One database, embedded H2 or PostgreSQL: its connections, threads, schema and ways to fail. Start at {@link Database}. */
@NullMarked
package dev.stellwerk.adapters.persistence.database;

import org.jspecify.annotations.NullMarked;
