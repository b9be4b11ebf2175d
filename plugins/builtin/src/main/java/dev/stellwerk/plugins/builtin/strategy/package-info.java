/** The built-in ways to choose among deployments that may all serve a request. Start at {@link BuiltInStrategies}, their names. */
@NullMarked
package dev.stellwerk.plugins.builtin.strategy;

import org.jspecify.annotations.NullMarked;
