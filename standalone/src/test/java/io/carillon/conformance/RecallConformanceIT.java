package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3, rule 4: the device of a live call that invites the same user again. */
@DisplayName("3 Calls: rule 4, recall")
class RecallConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void byEitherPartyEndsTheOldCallReplacedAndRings(boolean byTheCaller) {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    String old = Calls.connect(alice, bob);
    TestClient recalling = byTheCaller ? alice : bob;
    TestClient other = byTheCaller ? bob : alice;

    String callId = Calls.invite(recalling, other.userId());

    Groups.expectEnded(old, "replaced", alice, bob);
    other.expectEvent("call.invited", callId);
    assertThat(Calls.get(recalling, callId).path("state").asText()).isEqualTo("ringing");
    assertThat(Calls.list(recalling)).containsExactly(callId);
    assertThat(Calls.list(other)).containsExactly(callId);
    recalling.expectNoEventOf("call.rejected", "call.accepted");
  }

  @Test
  void whileTheOldCallRingsEndsItReplacedAndRings() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient tablet = bob.user().connect("tablet");
    String old = Calls.ring(alice, bob);
    tablet.expectEvent("call.invited", old);

    String callId = Calls.invite(alice, bob.userId());

    Groups.expectEnded(old, "replaced", alice, bob, tablet);
    bob.expectEvent("call.invited", callId);
    tablet.expectEvent("call.invited", callId);
    assertThat(Calls.list(bob)).containsExactly(callId);
  }

  @Test
  void ringsEveryDeviceOfTheUser() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient tablet = bob.user().connect("tablet");
    String old = Calls.connect(alice, bob);
    tablet.expectEvent("call.handledElsewhere", old);

    String callId = Calls.invite(alice, bob.userId());

    tablet.expectEvent("call.invited", callId);
    tablet.ok("call.accept", "callId", callId);
    assertThat(alice.expectEvent("call.accepted", callId).text("deviceId")).isEqualTo("tablet");
  }

  @Test
  void isNotMadeByAnotherDeviceOfTheUserWhichFindsTheCalleeBusy() {
    TestClient alice = SERVER.connect("alice");
    TestClient tablet = alice.user().connect("tablet");
    TestClient bob = SERVER.connect("bob");
    String old = Calls.connect(alice, bob);

    String callId = Calls.invite(tablet, bob.userId());

    assertThat(tablet.expectEvent("call.rejected", callId).text("reason")).isEqualTo("busy");
    assertThat(Calls.state(alice, old)).isEqualTo("active");
    bob.expectNoEventOf("call.invited", "call.ended");
  }

  @Test
  void isNotMadeByInvitingSomebodyElse() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    String old = Calls.connect(alice, bob);

    String callId = Calls.ring(alice, carol);

    assertThat(Calls.list(alice)).containsExactlyInAnyOrder(old, callId);
    bob.expectNoEvent();
  }

  @Test
  void isNotMadeInAGroup() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    String group = Groups.connect(alice, bob, carol);

    String callId = Calls.invite(alice, bob.userId());

    assertThat(alice.expectEvent("call.rejected", callId).text("reason")).isEqualTo("busy");
    assertThat(Groups.present(Calls.get(carol, group)))
        .isEqualTo(List.of(alice.userId(), bob.userId(), carol.userId()));
    bob.expectNoEvent();
  }
}
