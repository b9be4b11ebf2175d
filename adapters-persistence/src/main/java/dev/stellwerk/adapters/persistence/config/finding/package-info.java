/** What is noticed while a configuration is read, and where it stands. */
@NullMarked
package dev.stellwerk.adapters.persistence.config.finding;

import org.jspecify.annotations.NullMarked;
