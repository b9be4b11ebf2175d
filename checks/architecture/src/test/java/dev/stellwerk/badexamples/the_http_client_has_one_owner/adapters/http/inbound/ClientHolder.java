package dev.stellwerk.badexamples.the_http_client_has_one_owner.adapters.http.inbound;

import java.net.http.HttpClient;

record ClientHolder(HttpClient it) {}
