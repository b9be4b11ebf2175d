/** What goes wrong with an upstream, in the words of the domain: the tables from statuses, sentences and exceptions. */
@NullMarked
package dev.stellwerk.adapters.http.upstream.failure;

import org.jspecify.annotations.NullMarked;
