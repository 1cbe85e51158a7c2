package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, row {@code call.update}. */
@DisplayName("3 Calls: call.update")
class CallUpdateConformanceIT {
  private static final ObjectNode INFO = Json.object("subject", "Wednesday", "seats", List.of(1));

  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Test
  void tellsTheOtherParty() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    String callId = Calls.connect(alice, bob);

    alice.ok("call.update", "callId", callId, "userInfo", INFO);

    Event updated = Groups.expectFrom(bob, "call.updated", callId, alice);
    assertThat(updated.text("deviceId")).isEqualTo("phone");
    assertThat(updated.data().path("userInfo")).isEqualTo(INFO);
    alice.expectNoEventOf("call.updated");
  }

  @Test
  void tellsAllOthersInAGroupAndTheDevicesThatRing() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    TestClient tablet = carol.user().connect("tablet");
    String callId = Groups.ring(alice, bob, carol);
    tablet.expectEvent("call.invited", callId);
    Groups.accept(callId, alice, bob, List.of());

    bob.ok("call.update", "callId", callId, "userInfo", INFO);

    for (TestClient told : List.of(alice, carol, tablet)) {
      assertThat(Groups.expectFrom(told, "call.updated", callId, bob).data().path("userInfo"))
          .isEqualTo(INFO);
    }
  }

  @Test
  void ofTheCallerReachesTheDevicesThatRing() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient tablet = bob.user().connect("tablet");
    String callId = Calls.ring(alice, bob);
    tablet.expectEvent("call.invited", callId);

    alice.ok("call.update", "callId", callId, "userInfo", INFO);

    Groups.expectFrom(bob, "call.updated", callId, alice);
    Groups.expectFrom(tablet, "call.updated", callId, alice);
  }

  @Test
  void reachesNobodyWhoIsOut() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient tablet = bob.user().connect("tablet");
    TestClient carol = SERVER.connect("carol");
    String callId = Groups.connect(alice, bob, carol);
    tablet.expectEvent("call.handledElsewhere", callId);
    Groups.leave(callId, carol, alice, bob);

    alice.ok("call.update", "callId", callId, "userInfo", INFO);

    bob.expectEvent("call.updated", callId);
    carol.expectNoEvent();
    tablet.expectNoEventOf("call.updated");
  }

  @Test
  void ofADeviceThatIsNotInIsRefused() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient tablet = bob.user().connect("tablet");
    TestClient carol = SERVER.connect("carol");
    String callId = Groups.ring(alice, bob, carol);
    Groups.accept(callId, alice, bob, List.of());

    assertThat(carol.error("call.update", "callId", callId, "userInfo", INFO))
        .isIn("not_in_call", "invalid_state");
    assertThat(tablet.error("call.update", "callId", callId, "userInfo", INFO))
        .isIn("not_in_call", "answered_elsewhere");

    alice.expectNoEventOf("call.updated");
  }

  @Test
  void ofAStrangerIsRefused() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient mallory = SERVER.connect("mallory");
    String callId = Calls.connect(alice, bob);

    assertThat(mallory.error("call.update", "callId", callId, "userInfo", INFO))
        .isIn("not_in_call", "call_not_found");

    alice.expectNoEventOf("call.updated");
  }

  @Test
  void whereTheCallHasEndedIsCallEnded() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    String callId = Calls.connect(alice, bob);
    Calls.hangUp(alice, callId);

    assertThat(alice.error("call.update", "callId", callId, "userInfo", INFO))
        .isEqualTo("call_ended");
  }

  @Test
  void withoutUserInfoIsABadRequest() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    String callId = Calls.connect(alice, bob);

    assertThat(alice.error("call.update", "callId", callId)).isEqualTo("bad_request");
  }

  @Test
  void withUserInfoOverTheLimitIsTooLarge() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    String callId = Calls.connect(alice, bob);

    assertThat(
            alice.error(
                "call.update",
                "callId",
                callId,
                "userInfo",
                Json.object("text", "x".repeat(4_097))))
        .isEqualTo("too_large");
    bob.expectNoEventOf("call.updated");
  }
}
