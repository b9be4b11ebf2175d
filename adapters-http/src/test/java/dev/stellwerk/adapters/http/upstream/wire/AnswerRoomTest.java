package dev.stellwerk.adapters.http.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stellwerk.adapters.http.memory.HeldBytes;
import org.junit.jupiter.api.Test;

class AnswerRoomTest {
    private static final int SMALL = AnswerRoom.UNCOUNTED_MAX;

    private final HeldBytes account = new HeldBytes(10L * SMALL);

    @Test
    void small_answers_take_nothing_however_many_there_are() throws NoRoomForAnswer {
        for (int answer = 0; answer < 100; answer++) {
            new AnswerRoom(account).holds(SMALL);
        }
        assertThat(account.held()).isZero();
    }

    @Test
    void a_large_answer_takes_all_that_it_holds_and_gives_all_of_it_back_once() throws NoRoomForAnswer {
        var room = new AnswerRoom(account);
        room.holds(SMALL + 1);
        assertThat(account.held()).isEqualTo(SMALL + 1);
        room.holds(4 * SMALL);
        assertThat(account.held()).isEqualTo(4 * SMALL);
        room.holds(2 * SMALL);
        assertThat(account.held()).isEqualTo(2 * SMALL);
        room.holds(SMALL);
        assertThat(account.held()).isZero();
        room.holds(3 * SMALL);
        room.giveBack();
        room.giveBack();
        assertThat(account.held()).isZero();
    }

    @Test
    void what_does_not_fit_is_refused_and_nothing_of_it_is_taken() throws NoRoomForAnswer {
        var first = new AnswerRoom(account);
        var second = new AnswerRoom(account);
        first.holds(6 * SMALL);
        assertThatThrownBy(() -> second.holds(5 * SMALL)).isInstanceOf(NoRoomForAnswer.class);
        assertThat(account.held()).isEqualTo(6 * SMALL);
        second.holds(4 * SMALL);
        assertThatThrownBy(() -> second.holds(5 * SMALL)).isInstanceOf(NoRoomForAnswer.class);
        second.giveBack();
        assertThat(account.held()).isEqualTo(6 * SMALL);
    }
}
