/** What the process holds of others' bytes, in one account. */
@NullMarked
package dev.stellwerk.adapters.http.memory;

import org.jspecify.annotations.NullMarked;
