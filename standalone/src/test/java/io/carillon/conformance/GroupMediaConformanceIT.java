package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 4, where the parties of a group are direct with each other. */
@DisplayName("4 Media: a mesh")
class GroupMediaConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Test
  void whoJoinsOffersToEachOfThoseAlreadyThere() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    String callId = Groups.connect(alice, bob);
    JsonNode view = Groups.join(callId, carol, alice, bob);

    for (TestClient there : List.of(alice, bob)) {
      JsonNode party = Calls.party(view, there.userId());
      carol.ok(
          "media.description",
          MediaMessages.description(
              callId,
              Json.object("userId", there.userId(), "deviceId", party.path("deviceId").asText()),
              Sdp.offer()));
      Event offer = there.expectEvent("media.description", callId);
      assertThat(offer.data().path("from")).isEqualTo(carol.address());
      there.ok(
          "media.description", MediaMessages.description(callId, carol.address(), Sdp.answer()));
      assertThat(carol.expectEvent("media.description", callId).data().path("from"))
          .isEqualTo(there.address());
    }
  }

  @Test
  void whatIsForOnePartyReachesThatOneAlone() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    String callId = Groups.connect(alice, bob, carol);

    bob.ok("media.candidates", MediaMessages.candidates(callId, carol.address(), Sdp.candidate(1)));

    carol.expectEvent("media.candidates", callId);
    alice.expectNoEventOf("media.candidates");
  }

  @Test
  void theStateOfOneIsToldToAllOthersWhoAreIn() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    String callId = Groups.connect(alice, bob, carol);

    bob.ok("media.state", MediaMessages.state(callId, false, false, true, false));

    for (TestClient told : List.of(alice, carol)) {
      Event state = told.expectEvent("media.state", callId);
      assertThat(state.data().path("from")).isEqualTo(bob.address());
      assertThat(state.data().path("screen").asBoolean()).isTrue();
    }
    bob.expectNoEventOf("media.state");
    Awaitility.await()
        .atMost(Inbox.PATIENCE)
        .until(
            () ->
                Calls.party(Calls.get(alice, callId), bob.userId())
                    .path("media")
                    .path("screen")
                    .asBoolean());
  }

  @Test
  void whoHasLeftNeitherSendsNorReceives() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    String callId = Groups.connect(alice, bob, carol);
    Groups.leave(callId, carol, alice, bob);

    assertThat(
            alice.error(
                "media.description",
                MediaMessages.description(callId, carol.address(), Sdp.offer())))
        .isEqualTo("not_in_call");
    assertThat(
            carol.error(
                "media.description",
                MediaMessages.description(callId, alice.address(), Sdp.offer())))
        .isIn("not_in_call", "call_not_found");

    carol.expectNoEvent();
    alice.expectNoEvent();
  }

  @Test
  void whoIsOnlyRungSendsNothing() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    String callId = Groups.ring(alice, bob, carol);
    Groups.accept(callId, alice, bob, List.of());

    assertThat(
            carol.error(
                "media.description", MediaMessages.description(callId, bob.address(), Sdp.offer())))
        .isIn("not_in_call", "invalid_state");

    bob.expectNoEvent();
  }

  @Test
  void whoJoinsFromAnotherDeviceThanBeforeIsReachedThere() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    TestClient tablet = carol.user().connect("tablet");
    String callId = Groups.connect(alice, bob, carol);
    Groups.leave(callId, carol, alice, bob);
    Groups.join(callId, tablet, alice, bob);

    alice.ok(
        "media.candidates", MediaMessages.candidates(callId, tablet.address(), Sdp.candidate(1)));

    tablet.expectEvent("media.candidates", callId);
    assertThat(
            alice
                .request(
                    "media.candidates",
                    MediaMessages.candidates(callId, carol.address(), Sdp.candidate(2)))
                .isOk())
        .isFalse();
  }
}
