package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.Notice;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithheldTest {
  private static final Notice ABOUT_ONE = notice("one", 3);
  private static final Notice ABOUT_TWO = notice("two", 3);

  private final Withheld withheld = new Withheld();

  @Test
  void whatIsAboutACallWaitsForTheReplyAboutThatCall() {
    withheld.begin("one");
    assertThat(withheld.takes(ABOUT_ONE)).isTrue();
    assertThat(withheld.takes(ABOUT_TWO)).isFalse();
    assertThat(withheld.end("one", List.of())).containsExactly(ABOUT_ONE);
    assertThat(withheld.takes(ABOUT_ONE)).isFalse();
  }

  @Test
  void whatFollowsAReplyIsInTheOrderOfTheVersions() {
    Notice older = notice("one", 9);
    Notice own = notice("one", 10);
    Notice younger = notice("one", 11);
    Notice media = new Notice("media.description", new RawJson("{\"callId\":\"one\",\"to\":{}}"));
    withheld.begin("one");
    assertThat(withheld.takes(media)).isTrue();
    assertThat(withheld.takes(older)).isTrue();
    assertThat(withheld.takes(younger)).isTrue();
    assertThat(withheld.end("one", List.of(own))).containsExactly(older, own, younger, media);
  }

  @Test
  void eachReplyLetsGoAndTheNextRequestStillHolds() {
    withheld.begin("one");
    withheld.begin("one");
    assertThat(withheld.takes(ABOUT_ONE)).isTrue();
    assertThat(withheld.end("one", List.of())).containsExactly(ABOUT_ONE);
    assertThat(withheld.takes(ABOUT_ONE)).isTrue();
    assertThat(withheld.end("one", List.of())).containsExactly(ABOUT_ONE);
  }

  @Test
  void whatIsAboutNoCallWaitsForNothing() {
    withheld.begin("one");
    assertThat(withheld.takes(new Notice("presence.changed", new RawJson("{\"users\":[]}"))))
        .isFalse();
  }

  @Test
  void noMoreIsWithheldThanAClientMayLeaveUnacknowledged() {
    withheld.begin("one");
    for (int i = 0; i < EventLog.MAX_EVENTS; i++) {
      assertThat(withheld.takes(ABOUT_ONE)).isTrue();
    }
    assertThat(withheld.takes(ABOUT_ONE)).isFalse();
  }

  private static Notice notice(String callId, int version) {
    return new Notice(
        "call.ringing", new RawJson("{\"callId\":\"" + callId + "\",\"version\":" + version + "}"));
  }
}
