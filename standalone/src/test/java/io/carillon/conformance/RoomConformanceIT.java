package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3, row {@code call.join} with a room, and what rule 7 says of rooms. */
@DisplayName("3 Rooms: call.join of a room")
class RoomConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("call.join by room")
  class Join {
    @Test
    void opensARoomThatIsToBeCreated() {
      TestClient alice = SERVER.connect("alice");
      String room = Rooms.newRoom(SERVER);

      JsonNode view = alice.ok("call.join", "room", room, "media", "video", "create", true);

      Calls.assertCallView(view, view.path("callId").asText());
      assertThat(view.path("room").asText()).isEqualTo(room);
      assertThat(view.path("group").asBoolean()).isTrue();
      assertThat(view.path("media").asText()).isEqualTo("video");
      assertThat(view.path("state").asText()).isEqualTo("active");
      assertThat(view.path("from")).isEqualTo(alice.address());
      assertThat(Calls.partyUsers(view)).containsExactly(alice.userId());
      assertThat(Calls.list(alice)).containsExactly(view.path("callId").asText());
    }

    @Test
    void givesThoseAlreadyThereWhoAreTold() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String room = Rooms.newRoom(SERVER);
      String callId = Rooms.enter(alice, room).path("callId").asText();

      JsonNode view = Rooms.tryEnterOpen(bob, room).ok();

      assertThat(view.path("callId").asText()).isEqualTo(callId);
      assertThat(view.path("room").asText()).isEqualTo(room);
      assertThat(Calls.partyUsers(view)).containsExactly(alice.userId(), bob.userId());
      Event joined = Groups.expectFrom(alice, "call.partyJoined", callId, bob);
      assertThat(joined.text("deviceId")).isEqualTo("phone");
      bob.expectNoEvent();
    }

    @Test
    void ringsNobody() {
      TestClient alice = SERVER.connect("alice");
      TestClient tablet = alice.user().connect("tablet");
      TestClient bob = SERVER.connect("bob");

      Rooms.enter(alice, Rooms.newRoom(SERVER));

      tablet.expectNoEvent();
      bob.expectNoEvent();
    }

    @Test
    void withoutCreateOfARoomThatDoesNotExistIsCallNotFound() {
      TestClient alice = SERVER.connect("alice");
      String room = Rooms.newRoom(SERVER);

      assertThat(Rooms.tryEnterOpen(alice, room).errorCode()).isEqualTo("call_not_found");
      assertThat(alice.error("call.join", "room", room, "media", "audio", "create", false))
          .isEqualTo("call_not_found");
      assertThat(Calls.list(alice)).isEmpty();
    }

    @Test
    void ofTwoAtOnceIsTheSameRoom() {
      for (int round = 0; round < 10; round++) {
        TestClient alice = SERVER.connect("alice");
        TestClient bob = SERVER.connect("bob");
        Object[] join =
            new Object[] {"room", Rooms.newRoom(SERVER), "media", "audio", "create", true};

        String ofAlice = alice.send("call.join", join);
        String ofBob = bob.send("call.join", join);

        String callId = alice.reply(ofAlice).ok().path("callId").asText();
        assertThat(bob.reply(ofBob).ok().path("callId").asText()).isEqualTo(callId);
        assertThat(Calls.partyUsers(Calls.get(alice, callId)))
            .containsExactlyInAnyOrder(alice.userId(), bob.userId());
      }
    }

    @Test
    void againFromTheSameDeviceChangesNothing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String room = Rooms.newRoom(SERVER);
      Rooms.enter(alice, room);
      JsonNode before = Rooms.enter(bob, room);
      alice.expectEvent("call.partyJoined");

      assertThat(Rooms.enter(bob, room)).isEqualTo(before);

      alice.expectNoEvent();
    }

    @Test
    void againFromAnotherDeviceIsAnsweredElsewhere() {
      TestClient alice = SERVER.connect("alice");
      String room = Rooms.newRoom(SERVER);
      Rooms.enter(alice, room);

      assertThat(Rooms.tryEnter(alice.user().connect("tablet"), room).errorCode())
          .isEqualTo("answered_elsewhere");
    }

    @Test
    void mayBeByTheCallIdToo() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Rooms.enter(alice, Rooms.newRoom(SERVER)).path("callId").asText();

      Groups.join(callId, bob, alice);
    }

    @Test
    void makesBusy() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Rooms.enter(alice, Rooms.newRoom(SERVER));

      String callId = Calls.invite(bob, alice.userId());

      assertThat(bob.expectEvent("call.rejected", callId).text("reason")).isEqualTo("busy");
    }

    @Test
    void letsMoreUsersBeRung() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Rooms.enter(alice, Rooms.newRoom(SERVER)).path("callId").asText();

      alice.ok("call.add", "callId", callId, "to", List.of(bob.userId()));

      bob.expectEvent("call.invited", callId);
      Groups.accept(callId, alice, bob, List.of());
    }

    @Test
    void withoutMediaIsABadRequest() {
      TestClient alice = SERVER.connect("alice");

      assertThat(alice.error("call.join", "room", Rooms.newRoom(SERVER), "create", true))
          .isEqualTo("bad_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stand up", "ä", "a/b"})
    void ofANameThatIsNoneIsABadRequest(String room) {
      TestClient alice = SERVER.connect("alice");

      assertThat(Rooms.tryEnter(alice, room).errorCode()).isEqualTo("bad_request");
    }
  }

  @Nested
  @DisplayName("rule 7: a room ends empty")
  class Empty {
    @Test
    void andNotBefore() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String room = Rooms.newRoom(SERVER);
      String callId = Rooms.enter(alice, room).path("callId").asText();
      Rooms.enter(bob, room);

      Groups.leave(callId, alice, bob);

      assertThat(Calls.state(bob, callId)).isEqualTo("active");
      bob.expectNoEventOf("call.ended");
    }

    @Test
    void andNotWhenNobodyWhoWasAddedCame() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Rooms.enter(alice, Rooms.newRoom(SERVER)).path("callId").asText();
      alice.ok("call.add", "callId", callId, "to", List.of(bob.userId()));
      bob.expectEvent("call.invited", callId);

      bob.ok("call.reject", "callId", callId);

      alice.expectEvent("call.rejected", callId);
      alice.expectNoEventOf("call.ended");
      assertThat(Calls.state(alice, callId)).isEqualTo("active");
    }

    @Test
    void andThenItsNameIsFree() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String room = Rooms.newRoom(SERVER);
      String callId = Rooms.enter(alice, room).path("callId").asText();
      Rooms.enter(bob, room);
      Groups.leave(callId, alice, bob);
      Groups.leave(callId, bob);

      assertThat(Rooms.tryEnterOpen(alice, room).errorCode()).isEqualTo("call_not_found");
      JsonNode next = Rooms.enter(alice, room);

      assertThat(next.path("callId").asText()).isNotEqualTo(callId);
      assertThat(Calls.partyUsers(next)).containsExactly(alice.userId());
    }

    @Test
    void andWhoStillRingsGetsCancelled() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Rooms.enter(alice, Rooms.newRoom(SERVER)).path("callId").asText();
      alice.ok("call.add", "callId", callId, "to", List.of(bob.userId()));
      bob.expectEvent("call.invited", callId);

      Groups.leave(callId, alice);

      Groups.expectEnded(callId, "cancelled", bob);
    }
  }

  @Nested
  @DisplayName("rule 7: a drop in a room, with a second of grace")
  class Drop {
    @RegisterExtension static final ServerUnderTest IMPATIENT = ServerUnderTest.impatient();

    @Test
    void announcesTheLeave() {
      TestClient alice = IMPATIENT.connect("alice");
      TestClient bob = IMPATIENT.connect("bob");
      String room = Rooms.newRoom(IMPATIENT);
      String callId = Rooms.enter(alice, room).path("callId").asText();
      Rooms.enter(bob, room);

      bob.drop();

      Groups.expectFrom(alice, "call.partyReconnecting", callId, bob);
      Groups.expectLeft(alice, callId, bob.userId(), "connection_lost");
      assertThat(Calls.state(alice, callId)).isEqualTo("active");
    }

    @Test
    void ofTheLastEndsTheRoom() {
      TestClient alice = IMPATIENT.connect("alice");
      TestClient tablet = alice.user().connect("tablet");
      TestClient carol = IMPATIENT.connect("carol");
      TestClient dave = IMPATIENT.connect("dave");
      String room = Rooms.newRoom(IMPATIENT);
      Rooms.enter(alice, room);
      String clock = Calls.connect(carol, dave);

      alice.drop();
      dave.drop();
      carol.expectEvent("call.ended", clock);

      Awaitility.await().atMost(Inbox.PATIENCE).until(() -> Calls.list(tablet).isEmpty());
      assertThat(Rooms.tryEnterOpen(tablet, room).errorCode()).isEqualTo("call_not_found");
    }
  }
}
