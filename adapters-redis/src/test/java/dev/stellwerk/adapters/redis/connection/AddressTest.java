package dev.stellwerk.adapters.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.application.configuration.GatewayConfiguration.Redis;
import dev.stellwerk.domain.deployment.Secret;
import dev.stellwerk.domain.spi.InvalidValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

final class AddressTest {
    private static Address ofUrl(String url) {
        return Address.of(new Redis(new Secret(url), List.of(), null, null, null, false));
    }

    private static Address of(@Nullable String master, String... addresses) {
        return Address.of(new Redis(null, List.of(addresses), "me", new Secret("pw"), master, false));
    }

    @Test
    void a_url_names_user_password_host_port_and_database() {
        var address = ofUrl("redis://user:pass@cache.example:6380/3");

        assertThat(address.nodes()).containsExactly(new HostAndPort("cache.example", 6380));
        assertThat(address.username()).isEqualTo("user");
        assertThat(address.password()).isEqualTo(new Secret("pass"));
        assertThat(address.database()).isEqualTo(3);
        assertThat(address.tls()).isFalse();
    }

    @Test
    void a_url_needs_nothing_but_a_host() {
        var address = ofUrl("rediss://cache.example");

        assertThat(address.nodes()).containsExactly(new HostAndPort("cache.example", 6379));
        assertThat(address.username()).isNull();
        assertThat(address.password()).isNull();
        assertThat(address.database()).isZero();
        assertThat(address.tls()).isTrue();
    }

    @Test
    void a_url_may_hold_a_password_alone() {
        assertThat(ofUrl("redis://:pass@h").password()).isEqualTo(new Secret("pass"));
        assertThat(ofUrl("redis://:pass@h").username()).isNull();
        assertThat(ofUrl("redis://pass@h").password()).isEqualTo(new Secret("pass"));
    }

    @Test
    void a_password_may_hold_any_character_encoded_or_not() {
        assertThat(ofUrl("redis://:p%40ss%2Fw@h:1").password()).isEqualTo(new Secret("p@ss/w"));
        assertThat(ofUrl("redis://:p@ss/w#x?+:y%z@h:1").password()).isEqualTo(new Secret("p@ss/w#x?+:y%z"));
    }

    @Test
    void what_follows_a_question_mark_is_not_the_database() {
        assertThat(ofUrl("redis://h:1/2?ssl_cert_reqs=none").database()).isEqualTo(2);
        assertThat(ofUrl("redis://h:1/?x=y").database()).isZero();
    }

    @Test
    void settings_beside_the_url_fill_its_gaps() {
        var address = Address.of(new Redis(new Secret("redis://h"), List.of(), "me", new Secret("pw"), null, true));

        assertThat(address.username()).isEqualTo("me");
        assertThat(address.password()).isEqualTo(new Secret("pw"));
        assertThat(address.tls()).isTrue();
    }

    @Test
    void addresses_have_ports_or_the_usual_ones() {
        assertThat(of(null, "a", "b:7000", "[::1]:7001", "[fe80::1]").nodes())
                .containsExactly(
                        new HostAndPort("a", 6379),
                        new HostAndPort("b", 7000),
                        new HostAndPort("::1", 7001),
                        new HostAndPort("fe80::1", 6379));
        assertThat(of("main", "a", "b:7000").nodes())
                .containsExactly(new HostAndPort("a", 26379), new HostAndPort("b", 7000));
        assertThat(of(null).nodes()).containsExactly(new HostAndPort("localhost", 6379));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://:secret@h", "redis://:secret@h:port", "redis://:secret@h:70000", "redis://:secret@h/db"})
    void what_cannot_be_read_is_refused_without_telling_the_password(String url) {
        assertThatThrownBy(() -> ofUrl(url))
                .isInstanceOf(InvalidValue.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void its_text_tells_operators_where_but_no_secrets() {
        assertThat(ofUrl("redis://user:secret@cache:1")).hasToString("cache:1");
        assertThat(of("main", "a:1", "b:2")).hasToString("main (sentinels a:1,b:2)");
    }
}
