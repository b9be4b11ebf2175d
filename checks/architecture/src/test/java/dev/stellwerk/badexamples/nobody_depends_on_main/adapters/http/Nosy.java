package dev.stellwerk.badexamples.nobody_depends_on_main.adapters.http;

import dev.stellwerk.badexamples.nobody_depends_on_main.main.Wiring;

record Nosy(Wiring it) {}
