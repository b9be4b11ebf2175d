package dev.stellwerk.badexamples.sql_has_one_owner.adapters.redis;

import java.sql.Connection;

record ConnectionHolder(Connection it) {}
