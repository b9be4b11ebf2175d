/** Where deployments run, which region lies in which, and how a caller is restricted to some of them. */
@NullMarked
package dev.stellwerk.domain.region;

import org.jspecify.annotations.NullMarked;
