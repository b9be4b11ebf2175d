package dev.stellwerk.badexamples.inbound_and_upstream_do_not_know_each_other.adapters.http.inbound;

import dev.stellwerk.badexamples.inbound_and_upstream_do_not_know_each_other.adapters.http.upstream.Dialect;

record Nosy(Dialect it) {}
