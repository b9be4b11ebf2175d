package dev.stellwerk.badexamples.built_in_plugins_use_what_a_stranger_could.plugins.builtin;

import dev.stellwerk.badexamples.built_in_plugins_use_what_a_stranger_could.domain.pool.Inside;

record Nosy(Inside it) {}
