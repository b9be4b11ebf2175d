package dev.stellwerk.badexamples.refusals_become_answers_in_one_place.domain.error;

public interface CallRefusal {}
