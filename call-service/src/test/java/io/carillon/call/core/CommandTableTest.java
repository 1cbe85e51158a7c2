package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandTableTest {
  @Test
  void theTableSaysWhatIsLegalInWhichState() {
    assertThat(CommandTable.print())
        .isEqualTo(
            """
            command           none      preparing ringing   active    ended
            create            apply     again     again     again     again
            convene           apply     invalid   invalid   invalid   invalid
            prepared          ignore    apply     apply     apply     ignore
            withdraw          ignore    apply     ignore    ignore    ignore
            get               not_found not_found apply     apply     apply
            look              ignore    ignore    ignore    ignore    ignore
            ringing           not_found invalid   apply     apply     over
            accept            not_found invalid   apply     apply     again
            reject            not_found invalid   apply     apply     again
            hangup            not_found apply     apply     apply     again
            add               not_found invalid   apply     apply     over
            summon            not_found invalid   apply     apply     over
            join              not_found invalid   apply     apply     over
            update            not_found invalid   apply     apply     over
            transfer          not_found invalid   invalid   apply     over
            mute              not_found invalid   apply     apply     over
            silence           not_found invalid   apply     apply     over
            expel             not_found invalid   apply     apply     over
            set_media         not_found invalid   apply     apply     over
            report_connection not_found invalid   ignore    apply     over
            cross             not_found apply     apply     apply     over
            give_way          not_found apply     apply     apply     ignore
            end               not_found apply     apply     apply     over
            remove            not_found invalid   apply     apply     over
            bridge_lost       ignore    ignore    ignore    apply     apply
            recorded          ignore    ignore    ignore    ignore    apply
            restate           ignore    ignore    apply     apply     apply
            session_opened    ignore    apply     apply     apply     ignore
            session_lost      ignore    apply     apply     apply     ignore
            session_resumed   ignore    apply     apply     apply     ignore
            session_closed    ignore    apply     apply     apply     ignore
            tick              ignore    apply     apply     apply     apply
            """);
  }
}
