/** The hard constraints of every gateway: who may be reached at all. Start at {@link BuiltInFilters}, their order. */
@NullMarked
package dev.stellwerk.plugins.builtin.filter;

import org.jspecify.annotations.NullMarked;
