package dev.stellwerk.badexamples.ports_carry_types_not_maps.application.port.out;

import java.util.List;
import java.util.Map;

interface Bag {
    List<Map<String, Object>> list();
}
