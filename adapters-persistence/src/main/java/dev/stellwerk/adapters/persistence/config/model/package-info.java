/** Reads {@code model_list}: deployments, their ids and every name that leads to a model. */
@NullMarked
package dev.stellwerk.adapters.persistence.config.model;

import org.jspecify.annotations.NullMarked;
