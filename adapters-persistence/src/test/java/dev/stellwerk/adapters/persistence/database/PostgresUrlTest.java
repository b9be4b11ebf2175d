package dev.stellwerk.adapters.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:secret@db.local:5433/gateway?sslmode=require",
                "postgres://me:secret@db.local:5433/gateway?sslmode=require",
                "jdbc:postgresql://db.local:5433/gateway?user=me&password=secret&sslmode=require"
            })
    void every_common_form_says_the_same(String text) {
        PostgresUrl url = PostgresUrl.parse(text);

        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db.local:5433/gateway");
        assertThat(url.user()).isEqualTo("me");
        assertThat(url.password()).isEqualTo("secret");
        assertThat(url.parameters()).isEqualTo(Map.of("sslmode", "require"));
    }

    @Test
    void what_is_missing_has_the_usual_meaning() {
        PostgresUrl url = PostgresUrl.parse("postgresql:///gateway");

        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost/gateway");
        assertThat(url.user()).isNull();
        assertThat(url.password()).isNull();
        assertThat(PostgresUrl.parse("postgresql://h").jdbcUrl()).isEqualTo("jdbc:postgresql://h/");
    }

    @Test
    void encoded_signs_are_decoded_and_a_plus_is_a_plus() {
        PostgresUrl url = PostgresUrl.parse("postgresql://a%40b:p%2Fw%3A%25+@h/d%C3%BC");

        assertThat(url.user()).isEqualTo("a@b");
        assertThat(url.password()).isEqualTo("p/w:%+");
        assertThat(url.database()).isEqualTo("dü");
    }

    @Test
    void names_of_other_clients_are_translated() {
        assertThat(PostgresUrl.parse("postgresql://h/d?schema=s&connect_timeout=3&pgbouncer=true")
                        .parameters())
                .isEqualTo(Map.of("currentSchema", "s", "connectTimeout", "3", "prepareThreshold", "0"));
    }

    @Test
    void several_hosts_may_be_named() {
        assertThat(PostgresUrl.parse("postgresql://u:p@a:5432,b:5433/d").jdbcUrl())
                .isEqualTo("jdbc:postgresql://a:5432,b:5433/d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://h/d", "h:5432/d", "postgresql:/h", "", "postgresql://a@b@h/d", "postgresql://%zz@h/d"})
    void anything_else_is_refused_without_being_repeated(String text) {
        assertThatThrownBy(() -> PostgresUrl.parse(text))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("database_url");
    }

    @Test
    void it_prints_no_password() {
        assertThat(PostgresUrl.parse("postgresql://me:secret@h/d?password=secret")
                        .toString())
                .isEqualTo("h/d");
    }
}
