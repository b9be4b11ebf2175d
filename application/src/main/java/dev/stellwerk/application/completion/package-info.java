/** The main path: one model call from its request to its answer. Start at {@link CallModelService}. */
@NullMarked
package dev.stellwerk.application.completion;

import org.jspecify.annotations.NullMarked;
