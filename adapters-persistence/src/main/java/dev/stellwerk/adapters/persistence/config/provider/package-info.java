/** What is known about providers and their models, and where the calls of a deployment go. */
@NullMarked
package dev.stellwerk.adapters.persistence.config.provider;

import org.jspecify.annotations.NullMarked;
