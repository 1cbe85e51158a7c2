package io.carillon.runtime.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.PresenceStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceRecordTest {
  @ParameterizedTest
  @CsvSource({
    "ONLINE,true,false,ONLINE",
    "AWAY,true,false,AWAY",
    "ONLINE,true,true,IN_CALL",
    "AWAY,true,true,IN_CALL",
    "DND,true,true,DND",
    "INVISIBLE,true,true,OFFLINE",
    "INVISIBLE,true,false,OFFLINE",
    "ONLINE,false,true,OFFLINE",
    "DND,false,false,OFFLINE",
  })
  void whatOthersSee(
      PresenceStatus chosen, boolean online, boolean inCall, PresenceStatus expected) {
    assertThat(new PresenceRecord(chosen, null, false, online, inCall, 0).visible())
        .isEqualTo(expected);
  }
}
