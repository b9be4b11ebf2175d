package dev.stellwerk.badexamples.main_uses_only_the_modules_of_adapters.main;

import dev.stellwerk.badexamples.main_uses_only_the_modules_of_adapters.adapters.redis.KeyLayout;

record Wiring(KeyLayout it) {}
