package dev.stellwerk.application.port.out;

import dev.stellwerk.domain.access.Customer;
import dev.stellwerk.domain.access.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The customers. Whoever returns from a change finds it durable, and in force on this instance.
 *
 * <p>Every method throws {@link StoreUnavailable} when the store cannot be asked.
 */
public interface CustomerDirectory {
    Optional<Customer> find(String id);

    /**
     * As the store shows it now, with what other instances changed and wrote to its books; {@link #find} may answer from
     * what is known here. So does this while the store cannot be asked.
     */
    Optional<Customer> read(String id);

    /** Adds a customer; false when the id is taken, and then nothing has changed. */
    boolean add(Customer user);

    /**
     * Changes the customer of this id in one step with reading it: whoever else changes it at the same moment is waited
     * for, and nothing is lost. What is stored afterwards comes back, under another version; empty when there is no such
     * customer. What it has spent is left alone.
     *
     * @param expected the version that must be in force; null means any
     * @param change given what is stored, tells what is to be stored; it may be asked again, asks no store itself, and
     *     whatever it throws ends the change
     * @throws OtherVersion when another version is in force
     */
    Optional<Customer> change(String id, @Nullable Version expected, UnaryOperator<Customer> change);

    /**
     * The same for several customers at once: all of them change, or none.
     *
     * @param missing gives the customer that is made where there is none under an id, or throws, which ends it all
     */
    List<Customer> changeAll(
            Set<String> ids,
            @Nullable Version expected,
            Function<String, Customer> missing,
            UnaryOperator<Customer> change);

    /**
     * Removes all of these, or nothing when one is unknown; then tells which are.
     *
     * @param expected the version that each of them must have; null means any
     * @throws OtherVersion when one has another; then all stay
     */
    Set<String> remove(Set<String> ids, @Nullable Version expected);

    /** All, by id. */
    List<Customer> list();
}
