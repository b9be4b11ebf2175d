package dev.stellwerk.plugins.loader;

import dev.stellwerk.domain.spi.InvalidValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plugin's own record of what configuration says. A component {@code ageMax} is the key {@code age_max}; what is
 * missing keeps the default's value.
 */
public final class SettingsBinder {
    private SettingsBinder() {}

    /**
     * The settings as a record.
     *
     * @param given as configuration has them: texts, numbers, booleans, lists and maps
     * @throws InvalidValue for an unknown key, a value of the wrong type, and what the record's constructor refuses; where
     *     several are wrong, the others are suppressed by the first
     */
    public static <R extends Record> R bind(Map<String, Object> given, R defaults) {
        return bind(given, defaults, "");
    }

    /** @param path of the section, ending with a dot; empty for the settings themselves */
    @SuppressWarnings("unchecked") // of the record's own class, which is R
    static <R extends Record> R bind(Map<String, Object> given, R defaults, String path) {
        Class<R> type = (Class<R>) defaults.getClass();
        RecordComponent[] components = type.getRecordComponents();
        var rest = new LinkedHashMap<>(given);
        var values = new Object[components.length];
        var faults = new ArrayList<InvalidValue>();
        for (int i = 0; i < values.length; i++) {
            String key = key(components[i].getName());
            Object standard = valueOf(components[i], defaults);
            if (rest.containsKey(key)) {
                try {
                    values[i] =
                            SettingValue.read(rest.remove(key), components[i].getGenericType(), standard, path + key);
                } catch (InvalidValue fault) {
                    faults.add(fault);
                }
            } else {
                values[i] = standard;
            }
        }
        List<String> known = Arrays.stream(components)
                .map(component -> key(component.getName()))
                .toList();
        rest.forEach((unknown, value) -> faults.add(new InvalidValue(
                path + unknown, String.valueOf(value), "is not known; known are " + String.join(", ", known))));
        if (!faults.isEmpty()) {
            InvalidValue first = faults.getFirst();
            faults.subList(1, faults.size()).forEach(first::addSuppressed);
            throw first;
        }
        return make(type, components, values, path);
    }

    /** {@code ageMax} is written {@code age_max}. */
    private static String key(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object valueOf(RecordComponent component, Record of) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true); // the record need not be public
            return accessor.invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the default of " + component.getName() + " cannot be read", e);
        }
    }

    private static <R extends Record> R make(
            Class<R> type, RecordComponent[] components, Object[] values, String path) {
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidValue refused) {
                throw path.isEmpty() ? refused : refused.inSection(path.substring(0, path.length() - 1));
            }
            throw new IllegalStateException(type.getName() + " cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }
}
