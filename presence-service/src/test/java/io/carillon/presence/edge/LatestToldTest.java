package io.carillon.presence.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.Notice;
import org.junit.jupiter.api.Test;

class LatestToldTest {
  private final LatestTold told = new LatestTold();

  @Test
  void whatIsOlderThanTheLastEventOfACallIsNoNews() {
    assertThat(told.isNews(notice("call.accepted", "one", 4))).isTrue();
    assertThat(told.isNews(notice("call.ringing", "one", 3))).isFalse();
    assertThat(told.isNews(notice("media.state", "one", 3))).isFalse();
    assertThat(told.isNews(notice("call.ringing", "two", 3))).isTrue();
    assertThat(told.isNews(notice("call.updated", "one", 5))).isTrue();
  }

  @Test
  void oneStepMayBringSeveralEvents() {
    assertThat(told.isNews(notice("call.partyLeft", "one", 4))).isTrue();
    assertThat(told.isNews(notice("call.partyLeft", "one", 4))).isTrue();
    assertThat(told.isNews(notice("call.ended", "one", 4))).isTrue();
  }

  @Test
  void whatIsToldAgainIsNoNewsToWhoKnowsIt() {
    assertThat(told.isNews(notice("call.invited", "one", 2))).isTrue();
    assertThat(told.isNews(notice("call.invited", "one", 2))).isFalse();
    assertThat(told.isNews(notice("call.state", "one", 3))).isTrue();
    assertThat(told.isNews(notice("call.state", "one", 3))).isFalse();
  }

  @Test
  void aCallEndsOnceUntilTheSessionIsToldOfItAnew() {
    assertThat(told.isNews(notice("call.ended", "one", 4))).isTrue();
    assertThat(told.live()).isEmpty();
    assertThat(told.isNews(notice("call.ended", "one", 9))).isFalse();

    told.toldAnew("one");

    assertThat(told.live()).containsExactly("one");
    assertThat(told.isNews(notice("call.ended", "one", 9))).isTrue();
  }

  @Test
  void anEndOfAnEarlierVersionThanAReplyShowedIsNoNews() {
    assertThat(told.isNews(notice("call.invited", "one", 2))).isTrue();
    told.shownInReply("one", 4);

    assertThat(told.isNews(notice("call.ended", "one", 3))).isFalse();
    assertThat(told.isNews(notice("call.partyJoined", "one", 3))).isTrue();
    assertThat(told.version("one")).isEqualTo(4);
    assertThat(told.isNews(notice("call.ended", "one", 4))).isTrue();
  }

  @Test
  void aCallThatOnlyAReplyShowedCanEnd() {
    told.shownInReply("one", 1);

    assertThat(told.isNews(notice("call.ended", "one", 2))).isTrue();
  }

  @Test
  void whatASessionBeganWithIsNoNewsAfterwards() {
    told.shown("one", 4);

    assertThat(told.isNews(notice("call.ringing", "one", 3))).isFalse();
    assertThat(told.isNews(notice("call.invited", "one", 4))).isTrue();
  }

  @Test
  void afterTheEndOnlyAnotherInvitationIsNews() {
    assertThat(told.isNews(notice("call.ended", "one", 4))).isTrue();

    assertThat(told.isNews(notice("call.noAnswer", "one", 4))).isFalse();
    assertThat(told.isNews(notice("call.ended", "one", 4))).isFalse();
    assertThat(told.isNews(notice("call.partyLeft", "one", 5))).isFalse();
    assertThat(told.isNews(notice("call.invited", "one", 6))).isTrue();
    assertThat(told.isNews(notice("call.ended", "one", 7))).isTrue();
  }

  @Test
  void whatHasNoVersionIsAlwaysNews() {
    Notice candidates = new Notice("media.candidates", new RawJson("{\"callId\":\"one\"}"));
    assertThat(told.isNews(candidates)).isTrue();
    assertThat(told.isNews(candidates)).isTrue();
    assertThat(told.all()).isEmpty();
  }

  @Test
  void theCallHeardOfLeastLatelyIsForgottenFirst() {
    for (int i = 0; i <= LatestTold.MOST; i++) {
      told.isNews(notice("call.invited", "call-" + i, 2));
      told.isNews(notice("call.ringing", "call-0", 3));
    }
    assertThat(told.all())
        .hasSize(LatestTold.MOST)
        .containsKey("call-0")
        .doesNotContainKey("call-1");
  }

  private static Notice notice(String type, String callId, long version) {
    return new Notice(
        type, new RawJson("{\"callId\":\"" + callId + "\",\"version\":" + version + "}"));
  }
}
