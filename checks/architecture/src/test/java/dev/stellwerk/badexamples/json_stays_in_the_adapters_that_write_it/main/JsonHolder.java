package dev.stellwerk.badexamples.json_stays_in_the_adapters_that_write_it.main;

import com.fasterxml.jackson.databind.JsonNode;

record JsonHolder(JsonNode it) {}
