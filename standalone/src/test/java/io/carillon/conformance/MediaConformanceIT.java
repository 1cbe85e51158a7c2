package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 4, direct calls: descriptions and candidates are relayed between the parties. */
@DisplayName("4 Media: descriptions and candidates")
class MediaConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("media.description")
  class Description {
    @Test
    void reachesTheOtherPartyWithFromStamped() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok("media.description", MediaMessages.description(callId, bob.address(), Sdp.offer()));

      Event event = bob.expectEvent("media.description", callId);
      assertThat(event.data().path("from")).isEqualTo(alice.address());
      assertThat(event.data().path("description")).isEqualTo(Sdp.offer());
      assertThat(event.data().path("epoch").asInt()).isZero();
      alice.expectNoEventOf("media.description");
    }

    @Test
    void goesBothWays() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok("media.description", MediaMessages.description(callId, bob.address(), Sdp.offer()));
      bob.expectEvent("media.description", callId);
      bob.ok("media.description", MediaMessages.description(callId, alice.address(), Sdp.answer()));

      Event answer = alice.expectEvent("media.description", callId);
      assertThat(answer.data().path("from")).isEqualTo(bob.address());
      assertThat(answer.data().path("description")).isEqualTo(Sdp.answer());
    }

    @Test
    void carriesNoForgedFrom() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      ObjectNode forged =
          Json.object(
              "callId", callId,
              "to", bob.address(),
              "from", Json.object("userId", "the-boss", "deviceId", "desk"),
              "description", Sdp.offer(),
              "epoch", 0);

      alice.ok("media.description", Calls.fields(forged));

      assertThat(bob.expectEvent("media.description", callId).data().path("from"))
          .isEqualTo(alice.address());
    }

    @Test
    void mayBeARollback() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok(
          "media.description",
          MediaMessages.description(
              callId, bob.address(), Json.object("type", "rollback", "sdp", "")));

      Event event = bob.expectEvent("media.description", callId);
      assertThat(event.data().path("description").path("type").asText()).isEqualTo("rollback");
    }

    @Test
    void ofAnyOtherTypeIsABadRequest() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      assertThat(
              alice.error(
                  "media.description",
                  MediaMessages.description(
                      callId, bob.address(), Json.object("type", "demand", "sdp", ""))))
          .isEqualTo("bad_request");
      bob.expectNoEventOf("media.description");
    }

    @Test
    void ofTheLimitIsRelayedAndOverItIsTooLarge() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok(
          "media.description",
          MediaMessages.description(callId, bob.address(), Sdp.offerOf(32_768)));
      assertThat(
              alice.error(
                  "media.description",
                  MediaMessages.description(callId, bob.address(), Sdp.offerOf(32_769))))
          .isEqualTo("too_large");

      assertThat(bob.expectEvent("media.description", callId).data().path("description"))
          .isEqualTo(Sdp.offerOf(32_768));
      bob.expectNoEventOf("media.description");
    }

    @Test
    void mayBeTheFirstOfferOfTheAcceptorWhenTheInvitationHadNone() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      String accept = bob.send("call.accept", "callId", callId);
      String offer =
          bob.send(
              "media.description", MediaMessages.description(callId, alice.address(), Sdp.offer()));

      bob.reply(accept).ok();
      bob.reply(offer).ok();
      assertThat(alice.expectNext().type()).isEqualTo("call.accepted");
      assertThat(alice.expectNext().type()).isEqualTo("media.description");
    }
  }

  @Nested
  @DisplayName("media.candidates")
  class Candidates {
    @Test
    void reachTheOtherPartyWithFromStamped() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      List<ObjectNode> candidates = List.of(Sdp.candidate(1), Sdp.candidate(2));

      alice.ok(
          "media.candidates",
          "callId",
          callId,
          "to",
          bob.address(),
          "candidates",
          candidates,
          "end",
          true,
          "epoch",
          0);

      Event event = bob.expectEvent("media.candidates", callId);
      assertThat(event.data().path("from")).isEqualTo(alice.address());
      assertThat(event.data().path("candidates")).containsExactlyElementsOf(candidates);
      assertThat(event.data().path("end").asBoolean()).isTrue();
      assertThat(event.data().path("epoch").asInt()).isZero();
    }

    @Test
    void withoutEndSayNoEnd() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok(
          "media.candidates", MediaMessages.candidates(callId, bob.address(), Sdp.candidate(1)));

      Event event = bob.expectEvent("media.candidates", callId);
      assertThat(event.data().path("end").asBoolean(false)).isFalse();
    }

    @Test
    void mayBe64InAMessageAndNoMore() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.ok("media.candidates", MediaMessages.candidates(callId, bob.address(), many(64)));
      assertThat(
              alice.error(
                  "media.candidates", MediaMessages.candidates(callId, bob.address(), many(65))))
          .isEqualTo("too_large");

      assertThat(bob.expectEvent("media.candidates", callId).data().path("candidates")).hasSize(64);
      bob.expectNoEventOf("media.candidates");
    }

    private static ObjectNode[] many(int count) {
      return IntStream.range(0, count).mapToObj(Sdp::candidate).toArray(ObjectNode[]::new);
    }
  }

  @Nested
  @DisplayName("before accept")
  class BeforeAccept {
    @Test
    void theCallersCandidatesAreHeldBackAndFollowTheAnswerToTheDeviceThatAccepted() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.ring(alice, phone, "description", Sdp.offer());
      tablet.expectEvent("call.invited", callId);
      ObjectNode toTheUserAlone = Json.object("userId", phone.userId());
      for (int number = 0; number < 5; number++) {
        alice.ok(
            "media.candidates",
            MediaMessages.candidates(callId, toTheUserAlone, Sdp.candidate(number)));
      }
      phone.expectNoEvent();
      tablet.expectNoEvent();

      phone.ok("call.accept", "callId", callId, "description", Sdp.answer());

      for (int number = 0; number < 5; number++) {
        Event event = phone.expectNext();
        assertThat(event.type()).isEqualTo("media.candidates");
        assertThat(event.data().path("from")).isEqualTo(alice.address());
        assertThat(event.data().path("candidates").path(0)).isEqualTo(Sdp.candidate(number));
      }
      tablet.expectEvent("call.handledElsewhere", callId);
      tablet.expectNoEvent();
    }

    @Test
    void candidatesHeldBackComeBeforeThoseSentAfterTheAccept() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob, "description", Sdp.offer());
      ObjectNode toTheUserAlone = Json.object("userId", bob.userId());
      alice.ok(
          "media.candidates", MediaMessages.candidates(callId, toTheUserAlone, Sdp.candidate(1)));
      bob.ok("call.accept", "callId", callId, "description", Sdp.answer());
      alice.expectEvent("call.accepted", callId);
      alice.ok(
          "media.candidates", MediaMessages.candidates(callId, bob.address(), Sdp.candidate(2)));

      for (int number = 1; number <= 2; number++) {
        assertThat(bob.expectEvent("media.candidates", callId).data().path("candidates").path(0))
            .isEqualTo(Sdp.candidate(number));
      }
    }

    @Test
    void candidatesOfACallThatWasNotAcceptedReachNobody() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob, "description", Sdp.offer());
      alice.ok(
          "media.candidates",
          MediaMessages.candidates(callId, Json.object("userId", bob.userId()), Sdp.candidate(1)));

      bob.ok("call.reject", "callId", callId);

      bob.expectEvent("call.ended", callId);
      bob.expectNoEvent();
    }

    @Test
    void theAcceptorsCandidatesFollowItsAnswer() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob, "description", Sdp.offer());

      String accept = bob.send("call.accept", "callId", callId, "description", Sdp.answer());
      String candidates =
          bob.send(
              "media.candidates",
              MediaMessages.candidates(callId, alice.address(), Sdp.candidate(1)));

      bob.reply(accept).ok();
      bob.reply(candidates).ok();
      assertThat(alice.expectNext().type()).isEqualTo("call.accepted");
      assertThat(alice.expectNext().type()).isEqualTo("media.candidates");
    }
  }
}
