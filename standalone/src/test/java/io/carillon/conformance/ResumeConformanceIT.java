package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 1: resume with replay, and the snapshot without. */
@DisplayName("1 Connection: resume and snapshot")
class ResumeConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("resumed: true")
  class Resumed {
    @Test
    void replaysEveryEventAfterLastSeqInOrderOnce() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      long seen = bob.lastSeq();
      bob.drop();
      alice.expectEvent("call.partyReconnecting", callId);
      sendCandidates(alice, bob, callId, 5);
      alice.ok("call.hangup", "callId", callId);

      TestClient again = bob.resume();

      assertThat(again.session().path("resumed").asBoolean()).isTrue();
      List<Event> replayed = again.expectNext(6);
      assertThat(replayed.stream().map(Event::seq))
          .containsExactlyElementsOf(LongStream.rangeClosed(seen + 1, seen + 6).boxed().toList());
      assertThat(replayed.subList(0, 5)).allMatch(e -> e.type().equals("media.candidates"));
      assertThat(replayed.subList(0, 5).stream().map(e -> ResumeConformanceIT.candidate(e)))
          .containsExactlyElementsOf(
              IntStream.range(0, 5).mapToObj(ResumeConformanceIT::candidate).toList());
      assertThat(replayed.get(5).type()).isEqualTo("call.ended");
      again.expectNoEvent();
    }

    @Test
    void hasNoCallsInTheReply() {
      TestClient alice = SERVER.connect("alice");
      alice.drop();

      JsonNode session = alice.resume().session();

      assertThat(session.path("resumed").asBoolean()).isTrue();
      assertThat(session.has("calls")).isFalse();
    }

    @Test
    void isTheSameSession() {
      TestClient alice = SERVER.connect("alice");
      alice.drop();

      TestClient again = alice.resume();

      assertThat(again.session().path("sessionId").asText())
          .isEqualTo(alice.session().path("sessionId").asText());
    }

    @Test
    void replaysAgainWhatCameButWasNotSeen() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.stopAcknowledging();
      String callId = Calls.connect(alice, bob);
      long seen = bob.lastSeq();
      sendCandidates(alice, bob, callId, 3);
      bob.expectNext(3);
      bob.drop();

      TestClient again = bob.resumeAfter(seen + 1);

      assertThat(again.expectNext(2).stream().map(Event::seq)).containsExactly(seen + 2, seen + 3);
      again.expectNoEventOf("media.candidates", "call.invited");
    }

    @Test
    void goesOnWithLiveEventsAfterTheReplay() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      bob.drop();
      sendCandidates(alice, bob, callId, 2);
      TestClient again = bob.resume();
      again.expectNext(2);

      sendCandidates(alice, bob, callId, 1);

      assertThat(again.expectNext().type()).isEqualTo("media.candidates");
    }

    @Test
    void worksAgainAndAgain() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      for (int round = 0; round < 4; round++) {
        bob.drop();
        sendCandidates(alice, bob, callId, 1);
        bob = bob.resume();
        assertThat(bob.session().path("resumed").asBoolean()).isTrue();
        assertThat(bob.expectNext().type()).isEqualTo("media.candidates");
      }
    }

    @Test
    void takesOverFromASocketThatTheServerStillHoldsOpen() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      TestClient again = bob.resume();

      assertThat(again.session().path("resumed").asBoolean()).isTrue();
      bob.expectClose(4409);
      sendCandidates(alice, bob, callId, 1);
      assertThat(again.expectNext().type()).isEqualTo("media.candidates");
      assertThat(Calls.state(alice, callId)).isEqualTo("active");
    }
  }

  @Nested
  @DisplayName("resumed: false")
  class NotResumed {
    @Test
    void answersATokenThatNobodyGave() {
      TestClient alice = SERVER.user("alice").open("phone");

      assertThat(alice.helloResuming("nobody-gave-this", 7).ok().path("resumed").asBoolean())
          .isFalse();
      assertThat(alice.session().path("calls").isArray()).isTrue();
    }

    @Test
    void keepsAnotherUsersSessionFromWhoHasItsResumeToken() {
      TestClient alice = SERVER.connect("alice");
      String resumeToken = alice.session().path("resumeToken").asText();
      TestClient mallory = SERVER.user("mallory").open("phone");

      Reply reply = mallory.helloResuming(resumeToken, 0);

      assertThat(reply.frame().path("data").path("resumed").asBoolean()).isFalse();
      alice.ok("ping");
      alice.drop();
      assertThat(alice.resume().session().path("resumed").asBoolean()).isTrue();
    }

    @Test
    void countsSeqFromOneAgain() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.hangUp(alice, Calls.ring(alice, bob));
      bob.drop();
      TestClient again = bob.user().connect("phone");

      Calls.invite(alice, bob.userId());

      assertThat(again.expectNext().seq()).isEqualTo(1);
    }
  }

  @Nested
  @DisplayName("snapshot: calls and recentlyEnded")
  class Snapshot {
    @Test
    void listsTheLiveCallOfADeviceThatComesBackWithoutResume() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      bob.drop();

      TestClient again = bob.user().connect("phone");

      JsonNode calls = again.session().path("calls");
      assertThat(Calls.callIds(calls)).containsExactly(callId);
      Calls.assertCallView(calls.path(0), callId);
      assertThat(calls.path(0).path("state").asText()).isEqualTo("active");
      again.expectNoEventOf("call.invited");
    }

    @Test
    void listsACallThatAnotherDeviceOfTheUserIsIn() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      TestClient tablet = bob.user().connect("tablet");

      assertThat(Calls.callIds(tablet.session().path("calls"))).containsExactly(callId);
      tablet.expectNoEventOf("call.invited");
    }

    @Test
    void listsAnUnexpiredInvitationForWhichCallInvitedFollows() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob, "description", Sdp.offer());

      TestClient tablet = bob.user().connect("tablet");

      assertThat(Calls.callIds(tablet.session().path("calls"))).containsExactly(callId);
      Event invited = tablet.expectEvent("call.invited", callId);
      assertThat(invited.seq()).isEqualTo(1);
      Calls.assertCallView(invited.data().path("call"), callId);
      assertThat(invited.data().path("description")).isEqualTo(Sdp.offer());
    }

    @Test
    void hasNoCallThatHasEndedAndNamesItsReasonInRecentlyEnded() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String cancelled = Calls.ring(alice, bob);
      Calls.hangUp(alice, cancelled);
      bob.expectEvent("call.ended", cancelled);
      String declined = Calls.ring(alice, bob);
      bob.ok("call.reject", "callId", declined);
      alice.expectEvent("call.ended", declined);
      bob.drop();

      JsonNode session = bob.user().connect("phone").session();

      assertThat(session.path("calls")).isEmpty();
      assertThat(session.path("recentlyEnded"))
          .extracting(ended -> ended.path("callId").asText() + " " + ended.path("reason").asText())
          .containsExactlyInAnyOrder(cancelled + " cancelled", declined + " declined");
    }

    @Test
    void namesTheCallsOfThisUserOnly() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.connect(alice, bob);

      JsonNode session = SERVER.connect("carol").session();

      assertThat(session.path("calls")).isEmpty();
      assertThat(session.path("recentlyEnded")).isEmpty();
    }
  }

  @Nested
  @DisplayName("resumeTtlMs")
  class ResumeTtl {
    @RegisterExtension static final ServerUnderTest IMPATIENT = ServerUnderTest.impatient();

    @Test
    void afterItThereIsNoResume() {
      TestClient bob = IMPATIENT.connect("bob");
      TestClient watcher = IMPATIENT.connect("watcher");
      Presences.subscribe(watcher, bob.userId());
      bob.drop();
      // Offline comes three seconds after the drop, when the half second to resume has passed.
      Presences.expectStatus(watcher, bob.userId(), "offline", Duration.ofSeconds(20));

      TestClient again = bob.resume();

      assertThat(again.session().path("resumed").asBoolean()).isFalse();
      assertThat(again.session().path("calls").isArray()).isTrue();
    }
  }

  private static void sendCandidates(TestClient from, TestClient to, String callId, int count) {
    for (int number = 0; number < count; number++) {
      from.ok(
          "media.candidates",
          "callId",
          callId,
          "to",
          to.address(),
          "candidates",
          List.of(Sdp.candidate(number)),
          "epoch",
          0);
    }
  }

  private static JsonNode candidate(Event event) {
    return event.data().path("candidates").path(0);
  }

  private static JsonNode candidate(int number) {
    return Sdp.candidate(number);
  }
}
