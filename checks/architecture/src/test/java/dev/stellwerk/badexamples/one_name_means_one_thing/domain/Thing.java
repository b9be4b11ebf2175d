package dev.stellwerk.badexamples.one_name_means_one_thing.domain;

record Thing() {}
