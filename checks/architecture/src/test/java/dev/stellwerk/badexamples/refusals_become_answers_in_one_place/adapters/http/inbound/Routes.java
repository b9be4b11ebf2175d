package dev.stellwerk.badexamples.refusals_become_answers_in_one_place.adapters.http.inbound;

import dev.stellwerk.badexamples.refusals_become_answers_in_one_place.domain.error.CallRefusal;

record Routes(CallRefusal it) {}
