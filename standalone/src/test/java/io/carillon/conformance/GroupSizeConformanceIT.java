package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 4: without a bridge a group is a mesh of up to four parties. */
@DisplayName("4 Media: a mesh of up to four")
class GroupSizeConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Test
  void fourPartiesAreDirectWithEachOther() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    TestClient dave = SERVER.connect("dave");

    String callId = Groups.connect(alice, bob, carol, dave);

    JsonNode view = Calls.get(dave, callId);
    assertThat(view.path("topology").asText()).isEqualTo("direct");
    assertThat(Calls.partyUsers(view))
        .containsExactly(alice.userId(), bob.userId(), carol.userId(), dave.userId());
  }

  @Test
  void theFifthToAcceptGetsTooManyPartiesAndNothingIsChanged() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    TestClient dave = SERVER.connect("dave");
    TestClient erin = SERVER.connect("erin");
    String callId = Groups.ring(alice, bob, carol, dave, erin);
    fill(callId, alice, bob, carol, dave);

    assertThat(erin.error("call.accept", "callId", callId)).isEqualTo("too_many_parties");

    assertThat(Groups.partyState(alice, callId, erin)).isEqualTo("invited");
    alice.expectNoEvent();
    erin.expectNoEvent();
  }

  @Test
  void theFifthMayAcceptWhenOneHasLeft() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    TestClient dave = SERVER.connect("dave");
    TestClient erin = SERVER.connect("erin");
    String callId = Groups.ring(alice, bob, carol, dave, erin);
    fill(callId, alice, bob, carol, dave);
    assertThat(erin.error("call.accept", "callId", callId)).isEqualTo("too_many_parties");

    Groups.leave(callId, bob, alice, carol, dave);

    Groups.accept(callId, alice, erin, List.of(carol, dave));
  }

  @Test
  void theFifthToJoinGetsTooManyParties() {
    TestClient alice = SERVER.connect("alice");
    TestClient bob = SERVER.connect("bob");
    TestClient carol = SERVER.connect("carol");
    TestClient dave = SERVER.connect("dave");
    TestClient erin = SERVER.connect("erin");
    String callId = Groups.connect(alice, bob, carol, dave);

    assertThat(erin.error("call.join", "callId", callId)).isEqualTo("too_many_parties");

    alice.expectNoEvent();
    assertThat(Calls.list(erin)).isEmpty();
  }

  @Test
  void theFifthToEnterARoomGetsTooManyParties() {
    String room = Rooms.newRoom(SERVER);
    List<TestClient> inside = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      TestClient guest = SERVER.connect("guest" + i);
      Rooms.enter(guest, room);
      inside.add(guest);
    }
    TestClient erin = SERVER.connect("erin");

    assertThat(Rooms.tryEnter(erin, room).errorCode()).isEqualTo("too_many_parties");

    Groups.leave(Calls.list(inside.getFirst()).getFirst(), inside.get(3));
    Rooms.enter(erin, room);
  }

  @Test
  void ofManyWhoAcceptAtOnceThreeAreLetIn() {
    TestClient alice = SERVER.connect("alice");
    List<TestClient> guests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      guests.add(SERVER.connect("guest" + i));
    }
    String callId = Groups.ring(alice, guests.toArray(new TestClient[0]));

    List<String> ids =
        guests.stream().map(guest -> guest.send("call.accept", "callId", callId)).toList();
    int in = 0;
    for (int i = 0; i < guests.size(); i++) {
      Reply reply = guests.get(i).reply(ids.get(i));
      if (reply.isOk()) {
        in++;
      } else {
        assertThat(reply.errorCode()).isEqualTo("too_many_parties");
      }
    }

    assertThat(in).isEqualTo(3);
  }

  private static void fill(String callId, TestClient creator, TestClient... others) {
    List<TestClient> in = new ArrayList<>();
    for (TestClient other : others) {
      Groups.accept(callId, creator, other, in);
      in.add(other);
    }
  }
}
