/** The deployments of a model group, indexed so that a group of thousands is filtered as fast as one of ten. */
@NullMarked
package dev.stellwerk.domain.pool;

import org.jspecify.annotations.NullMarked;
