package dev.stellwerk.adapters.persistence.access;

import static dev.stellwerk.adapters.persistence.schema.AccountColumns.*;
import static dev.stellwerk.adapters.persistence.schema.CustomerTable.*;

import dev.stellwerk.adapters.persistence.database.AlreadyTaken;
import dev.stellwerk.adapters.persistence.database.Database;
import dev.stellwerk.application.port.out.CustomerDirectory;
import dev.stellwerk.application.port.out.Invalidations.Changed;
import dev.stellwerk.application.port.out.Invalidations.Kind;
import dev.stellwerk.domain.access.Customer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;

/** Customers in the database; asks it every time. */
final class JooqCustomerDirectory implements CustomerDirectory {
    private final Database database;
    private final ChangeLog log;

    JooqCustomerDirectory(Database database, ChangeLog log) {
        this.database = database;
        this.log = log;
    }

    static Optional<Customer> find(DSLContext dsl, String id) {
        return dsl.select(COLUMNS).from(CUSTOMERS).where(ID.eq(id)).fetchOptional(CustomerRows::customer);
    }

    @Override
    public Optional<Customer> find(String id) {
        return database.await(database.look(dsl -> find(dsl, id)));
    }

    @Override
    public boolean add(Customer user) {
        try {
            return log.change((dsl, changed) -> {
                dsl.insertInto(CUSTOMERS).set(CustomerRows.row(user)).execute();
                return changed.add(changed(user.id()));
            });
        } catch (AlreadyTaken e) {
            return false;
        }
    }

    @Override
    public boolean replace(Customer user) {
        var row = CustomerRows.row(user);
        row.keySet().removeAll(List.of(ID, SPEND));
        return log.change((dsl, changed) ->
                dsl.update(CUSTOMERS).set(row).where(ID.eq(user.id())).execute() > 0
                        && changed.add(changed(user.id())));
    }

    @Override
    public Set<String> remove(Set<String> ids) {
        return log.change((dsl, changed) -> {
            var unknown = new TreeSet<>(ids);
            unknown.removeAll(lock(dsl, ids));
            if (unknown.isEmpty()) {
                dsl.deleteFrom(CUSTOMERS).where(ID.in(ids)).execute();
                ids.forEach(id -> changed.add(changed(id)));
            }
            return unknown;
        });
    }

    private static Set<String> lock(DSLContext dsl, Set<String> ids) {
        return dsl.select(ID)
                .from(CUSTOMERS)
                .where(ID.in(ids))
                .orderBy(ID)
                .forUpdate()
                .fetchSet(ID);
    }

    private static Changed changed(String id) {
        return new Changed(Kind.CUSTOMER, id);
    }

    @Override
    public List<Customer> list() {
        return database.read(dsl -> dsl.select(COLUMNS).from(CUSTOMERS).fetch(CustomerRows::customer)).stream()
                .sorted(Comparator.comparing(Customer::id))
                .toList();
    }
}
