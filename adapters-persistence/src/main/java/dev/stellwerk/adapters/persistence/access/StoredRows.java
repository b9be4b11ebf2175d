package dev.stellwerk.adapters.persistence.access;

import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Where and how records of one kind are stored. */
interface StoredRows<T> {
    Table<Record> table();

    /** The column of {@link #id(Object)}. */
    Field<String> id();

    List<Field<?>> columns();

    Kind kind();

    String id(T record);

    Version version(T record);

    T withVersion(T record, Version version);

    Map<Field<?>, @Nullable Object> row(T record);

    T record(Record row);
}
