/** Request bodies: read once, judged in part, and written anew for each deployment. Start at {@link RequestBody}. */
@NullMarked
package dev.stellwerk.adapters.http.body;

import org.jspecify.annotations.NullMarked;
