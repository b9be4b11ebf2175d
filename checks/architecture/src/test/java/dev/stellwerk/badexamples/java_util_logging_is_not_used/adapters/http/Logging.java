package dev.stellwerk.badexamples.java_util_logging_is_not_used.adapters.http;

import java.util.logging.Logger;

final class Logging {
    final Logger logger = Logger.getLogger("bad");
}
