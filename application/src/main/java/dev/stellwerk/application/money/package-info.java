/** The money of calls: what they may cost, what they hold of budgets, and where it goes. */
@NullMarked
package dev.stellwerk.application.money;

import org.jspecify.annotations.NullMarked;
