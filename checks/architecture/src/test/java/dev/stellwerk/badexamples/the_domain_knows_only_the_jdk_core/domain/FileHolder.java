package dev.stellwerk.badexamples.the_domain_knows_only_the_jdk_core.domain;

import java.nio.file.Path;

record FileHolder(Path it) {}
