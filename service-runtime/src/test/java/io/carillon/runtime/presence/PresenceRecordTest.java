package io.carillon.runtime.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.PresenceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceRecordTest {
  private static final long NOW = 1_000;

  @ParameterizedTest
  @CsvSource({
    "ONLINE,true,false,false,ONLINE",
    "ONLINE,true,true,false,AWAY",
    "ONLINE,true,true,true,IN_CALL",
    "AWAY,true,false,false,AWAY",
    "ONLINE,true,false,true,IN_CALL",
    "AWAY,true,false,true,IN_CALL",
    "DND,true,true,true,DND",
    "INVISIBLE,true,false,true,OFFLINE",
    "INVISIBLE,true,true,false,OFFLINE",
    "ONLINE,false,false,true,OFFLINE",
    "DND,false,false,false,OFFLINE",
  })
  void whatOthersSee(
      PresenceStatus chosen,
      boolean online,
      boolean idle,
      boolean inCall,
      PresenceStatus expected) {
    PresenceChoice choice = new PresenceChoice(chosen, null, PresenceChoice.FOR_GOOD);

    assertThat(new PresenceRecord(choice, false, online, idle, inCall, 0).visibleAt(NOW))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"DND,DND", "AWAY,AWAY", "INVISIBLE,OFFLINE"})
  void aChoiceHoldsUntilItsEndAndNotAtItsEnd(PresenceStatus chosen, PresenceStatus seen) {
    PresenceRecord record = chosen(chosen, NOW);

    assertThat(record.chosenAt(NOW - 1)).isEqualTo(chosen);
    assertThat(record.textAt(NOW - 1)).isEqualTo("back soon");
    assertThat(record.visibleAt(NOW - 1)).isEqualTo(seen);
    assertThat(record.chosenAt(NOW)).isEqualTo(PresenceStatus.ONLINE);
    assertThat(record.textAt(NOW)).isNull();
    assertThat(record.visibleAt(NOW)).isEqualTo(PresenceStatus.ONLINE);
  }

  @Test
  void onlineHasNoEnd() {
    PresenceRecord record = chosen(PresenceStatus.ONLINE, NOW);

    assertThat(record.textAt(NOW)).isEqualTo("back soon");
    assertThat(record.choice().until()).isEqualTo(PresenceChoice.FOR_GOOD);
  }

  @Test
  void aUserWasLastActiveWhenTheLastDeviceWasThere() {
    PresenceRecord later = PresenceUpdate.arrived(9).appliedTo(PresenceRecord.UNKNOWN);

    assertThat(PresenceUpdate.devices(false, false, 5L).appliedTo(later).lastActiveAt())
        .isEqualTo(9);
    assertThat(PresenceUpdate.devices(false, false, 12L).appliedTo(later).lastActiveAt())
        .isEqualTo(12);
    assertThat(PresenceUpdate.devices(true, true, null).appliedTo(later).lastActiveAt())
        .isEqualTo(9);
  }

  @Test
  void aChangeSaysWhetherTheUserCameOrWent() {
    PresenceRecord there = PresenceUpdate.arrived(5).appliedTo(PresenceRecord.UNKNOWN);
    PresenceRecord idle = PresenceUpdate.devices(true, true, null).appliedTo(there);

    assertThat(new PresenceChange(PresenceRecord.UNKNOWN, there).isOfOnline()).isTrue();
    assertThat(new PresenceChange(there, idle).isOne()).isTrue();
    assertThat(new PresenceChange(there, idle).isOfOnline()).isFalse();
    assertThat(new PresenceChange(there, there).isOne()).isFalse();
  }

  private static PresenceRecord chosen(PresenceStatus status, long until) {
    return PresenceUpdate.chosen(status, "back soon", until, null)
        .appliedTo(PresenceUpdate.arrived(1).appliedTo(PresenceRecord.UNKNOWN));
  }
}
