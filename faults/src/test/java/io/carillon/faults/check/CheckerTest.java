package io.carillon.faults.check;

import static io.carillon.faults.check.Pen.CALL;
import static io.carillon.faults.check.Pen.RINGS_UNTIL;
import static io.carillon.faults.check.Pen.active;
import static io.carillon.faults.check.Pen.ended;
import static io.carillon.faults.check.Pen.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each log that breaks a rule breaks that one and no other. */
class CheckerTest {
  private static final Remains RECORDED =
      new Remains(
          Map.of("alice", List.of(), "bob", List.of()),
          Map.of("alice", List.of(CALL), "bob", List.of(CALL)),
          Set.of());

  /** Alice calls, Bob's phone answers, Bob's tablet hears so, Alice hangs up. */
  private static final class Cast {
    private final Pen alice = new Pen("alice", "phone").connects("s1");
    private final Pen phone = new Pen("bob", "phone").connects("s2");
    private final Pen tablet = new Pen("bob", "tablet").connects("s3");

    Cast rings() {
      alice.asks("call.invite", ringing(2));
      phone.hears("call.invited", ringing(2));
      tablet.hears("call.invited", ringing(2));
      return this;
    }

    Cast isAnswered() {
      phone.asks("call.accept", active(3));
      tablet.hearsElsewhere(3, "bob/phone");
      alice.hearsOf("call.accepted", 3, "bob/phone");
      return this;
    }

    Cast isHungUp() {
      alice.asks("call.hangup").hearsEnd(4, "hangup");
      phone.hearsEnd(4, "hangup");
      return this;
    }

    /** Nobody answers, and all hear so that long after the time is up. */
    Cast isMissed(long lateMs) {
      for (Pen pen : List.of(alice, phone, tablet)) {
        pen.at(RINGS_UNTIL + lateMs).hearsEnd(3, "no_answer");
      }
      return this;
    }

    Verdict verdict(FaultWindow... faults) {
      return verdict(RECORDED, faults);
    }

    Verdict verdict(Remains remains, FaultWindow... faults) {
      return Checker.judge(
          new Evidence(
              List.of(alice.log(), phone.log(), tablet.log()), Arrays.asList(faults), remains));
    }
  }

  private static void assertBreaksOnly(String rule, Verdict verdict) {
    assertThat(rulesOf(verdict)).as("%s", verdict.violations()).containsExactly(rule);
  }

  private static Set<String> rulesOf(Verdict verdict) {
    return verdict.violations().stream().map(Violation::rule).collect(Collectors.toSet());
  }

  @Test
  void aCallThatIsAnsweredAndHungUpIsFine() {
    Verdict verdict = new Cast().rings().isAnswered().isHungUp().verdict();

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.calls()).isEqualTo(1);
    assertThat(verdict.ends()).isEqualTo(Map.of("hangup", 1));
  }

  @Test
  void aCallThatNobodyAnswersInTimeIsFine() {
    assertThat(new Cast().rings().isMissed(1_900).verdict().violations()).isEmpty();
  }

  @Test
  void aClientThatWasAwayLearnsTheEndFromItsSnapshot() {
    Cast cast = new Cast().rings().isAnswered();
    cast.alice.asks("call.hangup").hearsEnd(4, "hangup");
    cast.phone.loses().connects("s9", Map.of(CALL, "hangup"));

    assertThat(cast.verdict().violations()).isEmpty();
  }

  @Test
  void anAcknowledgedAnswerThatStillRingsLaterIsLost() {
    Cast cast = new Cast().rings().isAnswered();
    cast.phone.asks("call.get", ringing(3));
    cast.isHungUp();

    assertBreaksOnly("acknowledged-steps-stay", cast.verdict());
  }

  @Test
  void anAcknowledgedAnswerOfACallThatNobodyAnsweredIsLost() {
    Cast cast = new Cast().rings();
    cast.phone.asks("call.accept", active(3));
    for (Pen pen : List.of(cast.alice, cast.phone, cast.tablet)) {
      pen.hearsEnd(4, "no_answer");
    }

    assertBreaksOnly("acknowledged-steps-stay", cast.verdict());
  }

  @Test
  void anAcknowledgedHangupOfACallThatGoesOnIsLost() {
    Cast cast = new Cast().rings().isAnswered();
    cast.alice.asks("call.hangup").asks("call.get", active(4)).hearsEnd(5, "hangup");
    cast.phone.hearsEnd(5, "hangup");

    assertBreaksOnly("acknowledged-steps-stay", cast.verdict());
  }

  @Test
  void anAcknowledgedRejectionIsLostIfTheCallIsMissed() {
    Cast cast = new Cast().rings();
    cast.phone.asks("call.reject");
    cast.isMissed(0);

    assertBreaksOnly("acknowledged-steps-stay", cast.verdict());
  }

  @Test
  void anAcknowledgedCallThatTheServiceDoesNotKnowIsLost() {
    Cast cast = new Cast().rings().isAnswered();
    cast.phone.isRefused("call.get", "call_not_found");
    cast.isHungUp();

    assertBreaksOnly("acknowledged-steps-stay", cast.verdict());
  }

  @Test
  void aCallThatEndedLongAgoMayBeUnknown() {
    Cast cast = new Cast().rings().isAnswered().isHungUp();
    cast.alice.at(400_000).isRefused("call.get", "call_not_found");

    assertThat(cast.verdict().violations()).isEmpty();
  }

  @Test
  void aCallThatEndsInTwoWaysIsWrong() {
    Cast cast = new Cast().rings().isAnswered();
    cast.alice.asks("call.hangup").hearsEnd(4, "hangup");
    cast.phone.hearsEnd(4, "connection_lost");

    assertBreaksOnly("one-end-for-all", cast.verdict());
  }

  @Test
  void aPartyThatIsNeverToldOfTheEndIsWrong() {
    Cast cast = new Cast().rings().isAnswered();
    cast.alice.asks("call.hangup").hearsEnd(4, "hangup");

    assertBreaksOnly("one-end-for-all", cast.verdict());
  }

  @Test
  void aCallThatVanishesWithoutAReasonIsWrong() {
    Cast cast = new Cast().rings();
    cast.alice.connects("s7");
    cast.phone.connects("s8");
    cast.tablet.connects("s9");

    assertBreaksOnly("one-end-for-all", cast.verdict());
  }

  @Test
  void twoDevicesThatAreToldThatTheyWonAreWrong() {
    Cast cast = new Cast().rings();
    cast.phone.asks("call.accept", active(3));
    cast.tablet.asks("call.accept", active(3));
    cast.alice.hearsOf("call.accepted", 3, "bob/phone");
    cast.isHungUp();
    cast.tablet.hearsEnd(4, "hangup");

    assertBreaksOnly("one-winner", cast.verdict());
  }

  @Test
  void aWinnerOfWhomTheOthersHearAnotherNameIsWrong() {
    Cast cast = new Cast().rings();
    cast.phone.asks("call.accept", active(3));
    cast.tablet.hearsElsewhere(3, "bob/phone");
    cast.alice.hearsOf("call.accepted", 3, "bob/tablet");
    cast.isHungUp();

    assertBreaksOnly("one-winner", cast.verdict());
  }

  @Test
  void anEndThatComesTwiceInASessionIsWrong() {
    Cast cast = new Cast().rings().isAnswered().isHungUp();
    cast.phone.hearsEnd(4, "hangup");

    assertBreaksOnly("one-end-for-a-session", cast.verdict());
  }

  @Test
  void aCallThatStillLivesInTheEndIsWrong() {
    Remains remains =
        new Remains(
            Map.of("alice", List.of(), "bob", List.of("c0")), RECORDED.histories(), Set.of());

    assertBreaksOnly(
        "nothing-is-left", new Cast().rings().isAnswered().isHungUp().verdict(remains));
  }

  @Test
  void aHistoryWithoutTheCallOrWithTwoRecordsOfItIsWrong() {
    Remains remains =
        new Remains(
            RECORDED.live(), Map.of("alice", List.of(CALL, CALL), "bob", List.of()), Set.of());
    Verdict verdict = new Cast().rings().isAnswered().isHungUp().verdict(remains);

    assertBreaksOnly("nothing-is-left", verdict);
    assertThat(verdict.violations()).hasSize(2);
  }

  @Test
  void aUserWhoIsNotAnsweredWhenAllIsOverIsWrong() {
    Remains remains = new Remains(Map.of(), Map.of("alice", List.of(CALL)), Set.of("bob"));

    assertBreaksOnly(
        "nothing-is-left", new Cast().rings().isAnswered().isHungUp().verdict(remains));
  }

  @Test
  void aCallThatRingsTooLongIsWrong() {
    assertBreaksOnly("rings-end-in-time", new Cast().rings().isMissed(2_001).verdict());
  }

  @Test
  void aCallMayRingLongerWhileANodeOnlyLooksAlive() {
    FaultWindow stop = new FaultWindow("stop-call", true, RINGS_UNTIL - 5_000, RINGS_UNTIL);
    FaultWindow kill = new FaultWindow("kill-call", false, RINGS_UNTIL - 5_000, RINGS_UNTIL);

    FaultWindow longAgo = new FaultWindow("stop-call", true, 0, RINGS_UNTIL - 15_001);

    assertThat(new Cast().rings().isMissed(14_900).verdict(stop).violations()).isEmpty();
    assertBreaksOnly("rings-end-in-time", new Cast().rings().isMissed(14_900).verdict(longAgo));
    assertBreaksOnly("rings-end-in-time", new Cast().rings().isMissed(15_001).verdict(stop));
    assertBreaksOnly("rings-end-in-time", new Cast().rings().isMissed(14_900).verdict(kill));
  }

  @Test
  void forAClientWithoutAConnectionTheTimeOfTheServerCounts() {
    Cast cast = new Cast().rings();
    for (Pen pen : List.of(cast.alice, cast.phone, cast.tablet)) {
      pen.at(RINGS_UNTIL - 1_000)
          .loses()
          .at(RINGS_UNTIL + 30_000)
          .connects("again-" + pen.log().name(), Map.of(CALL, "no_answer"))
          .asks("call.get", ended(3, "no_answer", RINGS_UNTIL + 100));
    }

    assertThat(cast.verdict().violations()).isEmpty();
  }

  @Test
  void anEventOfAnOlderVersionIsWrong() {
    Cast cast = new Cast().rings().isAnswered();
    cast.alice.hears("call.ringing", 2);
    cast.isHungUp();

    assertBreaksOnly("versions-never-go-back", cast.verdict());
  }

  @Test
  void aSnapshotOfAnOlderVersionIsWrong() {
    Cast cast = new Cast().rings().isAnswered();
    cast.alice.loses().connects("s9", active(2));
    cast.isHungUp();

    assertBreaksOnly("versions-never-go-back", cast.verdict());
  }

  @Test
  void aReplyMayBeOlderThanAnEventThatOvertookIt() {
    Cast cast = new Cast().rings().isAnswered();
    cast.alice.asksInVain("call.get").hears("call.partyReconnecting", 4).isAnsweredNow(active(3));
    cast.isHungUp();

    assertThat(cast.verdict().violations()).isEmpty();
  }

  @Test
  void eventsMayFollowAReplyThatOvertookThem() {
    Cast cast = new Cast().rings();
    cast.phone.asks("call.accept", active(4)).hears("call.partyReconnecting", 3);
    cast.tablet.hearsElsewhere(4, "bob/phone");
    cast.alice.hearsOf("call.accepted", 4, "bob/phone");
    for (Pen pen : List.of(cast.alice, cast.phone)) {
      pen.hearsEnd(5, "hangup");
    }

    assertThat(cast.verdict().violations()).isEmpty();
  }

  @Test
  void aReplyThatIsOlderThanWhatWasSeenBeforeTheQuestionIsWrong() {
    Cast cast = new Cast().rings().isAnswered();
    cast.alice.hears("call.partyReconnecting", 4).asks("call.get", active(3)).hearsEnd(5, "hangup");
    cast.phone.hearsEnd(5, "hangup");

    assertBreaksOnly("versions-never-go-back", cast.verdict());
  }

  @Test
  void anEventThatIsMissingIsWrong() {
    Cast cast = new Cast().rings().isAnswered();
    cast.phone.numbered(3);

    assertBreaksOnly("events-are-numbered", cast.isHungUp().verdict());
  }

  @Test
  void aRequestWithoutAReplyIsWrong() {
    Cast cast = new Cast().rings().isAnswered().isHungUp();
    cast.tablet.asksInVain("call.get");

    assertBreaksOnly("every-request-is-answered", cast.verdict());
  }
}
