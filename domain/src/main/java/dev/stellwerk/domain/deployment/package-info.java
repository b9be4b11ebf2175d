/** One configured way to reach a model: a deployment and what is stated about it. */
@NullMarked
package dev.stellwerk.domain.deployment;

import org.jspecify.annotations.NullMarked;
