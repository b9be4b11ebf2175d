package dev.stellwerk.badexamples.the_application_knows_only_the_domain_and_the_jdk.application;

import com.fasterxml.jackson.databind.JsonNode;

record JsonHolder(JsonNode it) {}
