package dev.stellwerk.badexamples.yaml_has_one_owner.adapters.persistence.catalog;

import org.yaml.snakeyaml.Yaml;

record YamlHolder(Yaml it) {}
