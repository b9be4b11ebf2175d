/** JSON as ranges of bytes: checked strictly, read in part, passed on unread. */
@NullMarked
package dev.stellwerk.adapters.http.json;

import org.jspecify.annotations.NullMarked;
