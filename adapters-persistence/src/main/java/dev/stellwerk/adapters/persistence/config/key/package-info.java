/** Which keys there are: those that work, those that do not yet, and where each belongs. */
@NullMarked
package dev.stellwerk.adapters.persistence.config.key;

import org.jspecify.annotations.NullMarked;
