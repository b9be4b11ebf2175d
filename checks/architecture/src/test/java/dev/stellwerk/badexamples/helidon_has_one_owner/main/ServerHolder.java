package dev.stellwerk.badexamples.helidon_has_one_owner.main;

import io.helidon.webserver.WebServer;

record ServerHolder(WebServer it) {}
