package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 1, users of two apps never see each other: in what sections 3 to 7 add to a call. */
@DisplayName("1 Connection: two apps, in groups, rooms, blocks and history")
class AppsConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Test
  void aRoomOfTheSameNameIsAnotherRoom() {
    TestClient alice = SERVER.connect("alice");
    TestClient other = connectInOtherApp(alice.user());
    String room = Rooms.newRoom(SERVER);
    String callId = Rooms.enter(alice, room).path("callId").asText();

    assertThat(Rooms.tryEnterOpen(other, room).errorCode()).isEqualTo("call_not_found");
    assertThat(Rooms.enter(other, room).path("callId").asText()).isNotEqualTo(callId);

    alice.expectNoEvent();
  }

  @Test
  void aGroupCallIsNotFound() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient other = connectInOtherApp(SERVER.user("carol"));
    String callId = Groups.connect(alice, bob);

    assertThat(other.error("call.join", "callId", callId)).isEqualTo("call_not_found");
    assertThat(other.error("call.add", "callId", callId, "to", List.of(bob.userId())))
        .isEqualTo("call_not_found");

    alice.expectNoEvent();
  }

  @Test
  void aUserIsNotAddedToACall() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestUser carol = SERVER.user("carol");
    TestClient other = connectInOtherApp(carol);
    String callId = Groups.connect(alice, bob);

    alice.ok("call.add", "callId", callId, "to", List.of(carol.id()));

    Groups.expectLeft(bob, callId, carol.id(), "unreachable");
    other.expectNoEvent();
  }

  @Test
  void aDeviceIsNotTransferredTo() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient other = connectInOtherApp(alice.user());
    String callId = Calls.connect(alice, bob);

    assertThat(alice.error("call.transfer", "callId", callId, "toDevice", "other"))
        .isEqualTo("invalid_state");

    other.expectNoEvent();
  }

  @Test
  void aBlockListIsTheApps() {
    TestClient bob = SERVER.connect("bob");
    TestClient alice = SERVER.connect("alice");
    TestClient other = connectInOtherApp(bob.user());

    other.ok("user.block", "userId", alice.userId());

    assertThat(bob.ok("user.blocked").path("users")).isEmpty();
    Calls.ring(alice, bob);
  }

  @Test
  void aHistoryIsTheApps() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    Calls.hangUp(alice, Calls.connect(alice, bob));
    Histories.await(alice, 1);

    assertThat(Histories.list(connectInOtherApp(alice.user()))).isEmpty();
  }

  private static TestClient connectInOtherApp(TestUser user) {
    JwtClaims claims = Tokens.claims(user.id());
    claims.setStringClaim("app", "other");
    return user.connect("other", user.token(claims));
  }
}
