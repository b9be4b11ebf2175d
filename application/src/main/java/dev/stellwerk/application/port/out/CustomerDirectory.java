package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.access.Customer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The customers. Whoever returns from a change finds it durable, and in force on this instance.
 *
 * <p>Every method throws {@link StoreUnavailable} when the store cannot be asked.
 */
public interface CustomerDirectory {
    Optional<Customer> find(String id);

    /** Adds a customer; false when the id is taken, and then nothing has changed. */
    boolean add(Customer user);

    /** Replaces the customer of this id; false when there is none. The customer's spend is left alone. */
    boolean replace(Customer user);

    /** Removes all of these, or nothing when one is unknown; then tells which are. */
    Set<String> remove(Set<String> ids);

    /** All, by id. */
    List<Customer> list();
}
