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
            prepared          ignore    apply     ignore    ignore    ignore
            withdraw          ignore    apply     ignore    ignore    ignore
            get               not_found not_found apply     apply     apply
            look              ignore    ignore    ignore    ignore    ignore
            ringing           not_found invalid   apply     invalid   over
            accept            not_found invalid   apply     again     again
            reject            not_found invalid   apply     invalid   again
            hangup            not_found apply     apply     apply     again
            set_media         not_found invalid   apply     apply     over
            report_connection not_found invalid   ignore    apply     over
            session_opened    ignore    apply     apply     apply     ignore
            session_lost      ignore    apply     apply     apply     ignore
            session_resumed   ignore    apply     apply     apply     ignore
            session_closed    ignore    apply     apply     apply     ignore
            tick              ignore    apply     apply     apply     apply
            """);
  }
}
