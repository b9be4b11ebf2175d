package dev.stellwerk.application.port.in;

import dev.stellwerk.domain.access.Customer;
import java.util.List;
import java.util.Map;

/** Use cases around customers. Changes are maps as in {@link ManageKeys}. */
public interface ManageCustomers {
    Customer create(Credential credential, Map<String, Object> fields);

    Customer update(Credential credential, String id, Map<String, Object> changes);

    /** Removes the customers: all of them, or none when one is unknown. Tells how many. */
    int delete(Credential credential, List<String> ids);

    /** Blocks or unblocks; blocking makes customers that are not known yet. */
    List<Customer> setBlocked(Credential credential, List<String> ids, boolean blocked);

    Customer info(Credential credential, String id);

    List<Customer> list(Credential credential);
}
