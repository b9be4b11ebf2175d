/** The ports of shared state, kept in memory: for a single instance, and while a shared store is away. */
@NullMarked
package dev.stellwerk.application.inmemory;

import org.jspecify.annotations.NullMarked;
