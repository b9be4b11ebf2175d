package dev.stellwerk.badexamples.one_name_means_one_thing.adapters.http;

record Thing() {}
