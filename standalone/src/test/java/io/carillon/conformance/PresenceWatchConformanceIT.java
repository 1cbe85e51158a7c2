package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 5: what comes to those who watch. */
@DisplayName("5 Presence: batches, subscriptions, in_call")
class PresenceWatchConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("presence.changed")
  class Changed {
    @Test
    void bringsManyUsersInFewEvents() {
      List<TestClient> users = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        users.add(SERVER.connect("user" + i));
      }
      TestClient alice = SERVER.connect("alice");
      alice.ok("presence.subscribe", "users", users.stream().map(TestClient::userId).toList());

      List<String> ids =
          users.stream().map(user -> user.send("presence.set", "status", "away")).toList();
      for (int i = 0; i < users.size(); i++) {
        users.get(i).reply(ids.get(i)).ok();
      }

      Set<String> away = new HashSet<>();
      int events = 0;
      while (away.size() < users.size()) {
        events++;
        for (JsonNode entry : alice.expectEvent("presence.changed").data().path("users")) {
          assertThat(entry.path("status").asText()).isEqualTo("away");
          away.add(entry.path("userId").asText());
        }
      }
      assertThat(events).isLessThan(users.size());
    }

    @Test
    void bringsTheLatestOfAUserWhoChangesOften() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());

      for (int i = 0; i < 100; i++) {
        bob.ok("presence.set", "status", "away", "text", "number " + i);
      }
      bob.ok("presence.set", "status", "dnd");

      Presences.expectStatus(alice, bob.userId(), "dnd");
      assertThat(
              alice.inbox().peek(frame -> frame.path("type").asText().equals("presence.changed")))
          .hasSizeLessThan(100);
    }

    @Test
    void comesToEachWatcherOnce() {
      TestClient bob = SERVER.connect("bob");
      TestClient one = SERVER.connect("alice");
      TestClient other = one.user().connect("tablet");
      Presences.subscribe(one, bob.userId());
      Presences.subscribe(one, bob.userId());
      Presences.subscribe(other, bob.userId());

      bob.ok("presence.set", "status", "away");

      Presences.expectStatus(one, bob.userId(), "away");
      Presences.expectStatus(other, bob.userId(), "away");
      bob.ok("presence.set", "status", "dnd");
      Presences.expectStatus(one, bob.userId(), "dnd");
      Presences.expectNever(one, bob.userId(), "away");
    }

    @Test
    void thatWasMissedComesAfterAResume() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());

      alice.drop();
      bob.ok("presence.set", "status", "away");
      TestClient again = alice.resume();

      Presences.expectStatus(again, bob.userId(), "away");
      bob.ok("presence.set", "status", "dnd");
      Presences.expectStatus(again, bob.userId(), "dnd");
    }

    @Test
    void ofOneselfComesToo() {
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      Presences.subscribe(tablet, phone.userId());

      phone.ok("presence.set", "status", "dnd");

      Presences.expectStatus(tablet, phone.userId(), "dnd");
    }
  }

  @Nested
  @DisplayName("presence.subscribe")
  class Subscribe {
    @Test
    void goesUpTo200UsersASession() {
      TestClient alice = SERVER.connect("alice");
      alice.ok("presence.subscribe", "users", users(0, 150));
      alice.ok("presence.subscribe", "users", users(100, 200));

      assertThat(alice.error("presence.subscribe", "users", users(200, 201)))
          .isIn("too_large", "bad_request");

      alice.ok("presence.unsubscribe", "users", users(0, 1));
      alice.ok("presence.subscribe", "users", users(200, 201));
    }

    @Test
    void isTheSessionsAndEndsWithIt() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());
      alice.ok("bye");
      TestClient again = alice.user().connect("phone");
      TestClient clock = SERVER.connect("clock");
      Presences.subscribe(again, clock.userId());

      bob.ok("presence.set", "status", "away");
      clock.ok("presence.set", "status", "away");

      Presences.expectStatus(again, clock.userId(), "away");
      Presences.expectNever(again, bob.userId(), "away");
    }

    private static List<String> users(int from, int to) {
      return IntStream.range(from, to).mapToObj(number -> "nobody-" + number).toList();
    }
  }

  @Nested
  @DisplayName("in_call")
  class InCall {
    @Test
    void isNotTheStatusOfOneWhoIsOnlyRung() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient watcher = SERVER.connect("watcher");
      Presences.subscribe(watcher, bob.userId());

      Calls.ring(alice, bob);
      bob.ok("presence.set", "status", "away");

      Presences.expectStatus(watcher, bob.userId(), "away");
      Presences.expectNever(watcher, bob.userId(), "in_call");
    }

    @Test
    void isTheStatusOfAllPartiesOfAGroupUntilTheyLeave() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient watcher = SERVER.connect("watcher");
      String callId = Groups.connect(alice, bob, carol);
      Presences.subscribe(watcher, carol.userId());
      awaitStatus(watcher, bob, "in_call");
      awaitStatus(watcher, carol, "in_call");

      Groups.leave(callId, carol, alice, bob);

      awaitStatus(watcher, carol, "online");
      awaitStatus(watcher, bob, "in_call");
    }

    @Test
    void lastsAsLongAsOneOfTwoCalls() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient watcher = SERVER.connect("watcher");
      bob.ok("presence.set", "callWaiting", true);
      String first = Calls.connect(alice, bob);
      String second = Calls.connect(carol, bob);
      awaitStatus(watcher, bob, "in_call");

      Calls.hangUp(bob, first);
      awaitStatus(watcher, alice, "online");

      assertThat(status(watcher, bob)).isEqualTo("in_call");
      Calls.hangUp(bob, second);
      awaitStatus(watcher, bob, "online");
    }

    @Test
    void isTheStatusOfOneWhoIsAloneInARoom() {
      TestClient alice = SERVER.connect("alice");
      TestClient watcher = SERVER.connect("watcher");

      Rooms.enter(alice, Rooms.newRoom(SERVER));

      awaitStatus(watcher, alice, "in_call");
    }

    private static void awaitStatus(TestClient watcher, TestClient user, String status) {
      Awaitility.await()
          .atMost(Inbox.PATIENCE)
          .untilAsserted(() -> assertThat(status(watcher, user)).isEqualTo(status));
    }

    private static String status(TestClient watcher, TestClient user) {
      return Presences.status(
          watcher.ok("presence.get", "users", List.of(user.userId())), user.userId());
    }
  }
}
