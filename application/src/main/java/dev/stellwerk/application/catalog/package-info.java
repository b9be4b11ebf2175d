/** The current catalog and what callers may see of it. */
@NullMarked
package dev.stellwerk.application.catalog;

import org.jspecify.annotations.NullMarked;
