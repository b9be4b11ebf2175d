package dev.stellwerk.application.port.in;

import dev.stellwerk.application.change.CustomerChange;
import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Use cases around customers; versions are as in {@link ManageKeys}. */
public interface ManageCustomers {
    Customer create(Requester by, String id, CustomerChange fields);

    Customer update(Requester by, String id, CustomerChange change, @Nullable Version expected);

    /** Removes the customers: all of them, or none when one is unknown. Tells how many. */
    int delete(Requester by, List<String> ids, @Nullable Version expected);

    /** Blocks or unblocks; blocking makes customers that are not known yet. */
    List<Customer> setBlocked(Requester by, List<String> ids, boolean blocked, @Nullable Version expected);

    Customer info(Credential credential, String id);

    List<Customer> list(Credential credential);
}
