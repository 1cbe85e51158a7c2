package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, rule 7: a party drops and comes back within the grace. */
@DisplayName("3 Calls: rule 7, drop and return")
class CallReconnectConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("rule 7: a party whose socket drops")
  class Reconnect {
    @Test
    void isReconnectingAndTheOtherIsTold() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      bob.drop();

      Event told = alice.expectEvent("call.partyReconnecting", callId);
      assertThat(told.text("userId")).isEqualTo(bob.userId());
      assertThat(told.text("deviceId")).isEqualTo("phone");
      JsonNode view = Calls.get(alice, callId);
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(Calls.party(view, bob.userId()).path("state").asText()).isEqualTo("reconnecting");
    }

    @Test
    void comesBackByResumeAndKeepsItsInstance() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      int instance = instance(alice, callId, bob);
      bob.drop();
      alice.expectEvent("call.partyReconnecting", callId);

      bob.resume();

      Event told = alice.expectEvent("call.partyReconnected", callId);
      assertThat(told.text("userId")).isEqualTo(bob.userId());
      assertThat(told.text("deviceId")).isEqualTo("phone");
      JsonNode party = Calls.party(Calls.get(alice, callId), bob.userId());
      assertThat(party.path("state").asText()).isIn("connecting", "connected");
      assertThat(instance(alice, callId, bob)).isEqualTo(instance);
    }

    @Test
    void comesBackWithoutResumeAsAHigherInstance() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      int instance = instance(alice, callId, bob);
      bob.drop();
      alice.expectEvent("call.partyReconnecting", callId);

      bob.user().connect("phone");

      Awaitility.await()
          .atMost(Inbox.PATIENCE)
          .until(() -> instance(alice, callId, bob) > instance);
      JsonNode view = Calls.get(alice, callId);
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(Calls.party(view, bob.userId()).path("state").asText())
          .isIn("connecting", "connected");
    }

    @Test
    void mayBeTheCallerToo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      alice.drop();
      assertThat(bob.expectEvent("call.partyReconnecting", callId).text("userId"))
          .isEqualTo(alice.userId());
      alice.resume();

      assertThat(bob.expectEvent("call.partyReconnected", callId).text("userId"))
          .isEqualTo(alice.userId());
    }

    @Test
    void mayBeHungUpOnWhileItIsAway() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      bob.drop();
      alice.expectEvent("call.partyReconnecting", callId);

      Calls.hangUp(alice, callId);

      assertThat(bob.resume().expectEvent("call.ended", callId).text("reason")).isEqualTo("hangup");
    }

    @Test
    void anOtherDeviceOfTheUserThatIsNotInTheCallMayDrop() {
      TestClient alice = SERVER.connect("alice");
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      String callId = Calls.connect(alice, phone);

      tablet.drop();

      Calls.hangUp(alice, callId);
      alice.expectNoEventOf("call.partyReconnecting");
    }

    private static int instance(TestClient viewer, String callId, TestClient party) {
      return Calls.party(Calls.get(viewer, callId), party.userId()).path("instance").asInt();
    }
  }
}
