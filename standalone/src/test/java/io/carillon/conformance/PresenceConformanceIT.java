package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 5. */
@DisplayName("5 Presence")
class PresenceConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("presence.set")
  class Set {
    @ParameterizedTest
    @ValueSource(strings = {"away", "dnd"})
    void showsTheStatusToThoseWhoSubscribed(String status) {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());

      bob.ok("presence.set", "status", status);

      Presences.expectStatus(alice, bob.userId(), status);
      bob.ok("presence.set", "status", "online");
      Presences.expectStatus(alice, bob.userId(), "online");
    }

    @Test
    void showsTheText() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());

      bob.ok("presence.set", "status", "away", "text", "im Garten 🌻");

      JsonNode entry = Presences.expectStatus(alice, bob.userId(), "away");
      assertThat(entry.path("text").asText()).isEqualTo("im Garten 🌻");
    }

    @Test
    void invisibleLooksOffline() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      assertThat(Presences.subscribe(alice, bob.userId())).isEqualTo("online");

      bob.ok("presence.set", "status", "invisible");

      Presences.expectStatus(alice, bob.userId(), "offline");
      assertThat(get(alice, bob)).isEqualTo("offline");
      assertThat(Presences.subscribe(SERVER.connect("carol"), bob.userId())).isEqualTo("offline");
    }

    @Test
    void invisibleStaysOfflineInACall() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      TestClient watcher = SERVER.connect("watcher");
      bob.ok("presence.set", "status", "invisible");
      Presences.subscribe(watcher, bob.userId());
      Presences.subscribe(watcher, alice.userId());

      Calls.connect(bob, alice);

      Presences.expectStatus(watcher, alice.userId(), "in_call");
      assertThat(get(watcher, bob)).isEqualTo("offline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"offline", "in_call", "bored", ""})
    void ofAnyOtherStatusIsABadRequest(String status) {
      TestClient bob = SERVER.connect("bob");

      assertThat(bob.error("presence.set", "status", status)).isEqualTo("bad_request");
    }
  }

  @Nested
  @DisplayName("presence.subscribe, presence.unsubscribe, presence.get")
  class Subscribe {
    @Test
    void isAnsweredWithTheirPresence() {
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      carol.ok("presence.set", "status", "away", "text", "lunch");
      TestUser nobody = SERVER.user("nobody");
      TestClient alice = SERVER.connect("alice");

      JsonNode reply =
          alice.ok(
              "presence.subscribe", "users", List.of(bob.userId(), carol.userId(), nobody.id()));

      assertThat(Presences.status(reply, bob.userId())).isEqualTo("online");
      assertThat(Presences.status(reply, carol.userId())).isEqualTo("away");
      assertThat(Presences.entry(reply, carol.userId()).path("text").asText()).isEqualTo("lunch");
      assertThat(Presences.status(reply, nobody.id())).isEqualTo("offline");
    }

    @Test
    void showsAUserWhoComes() {
      TestUser bob = SERVER.user("bob");
      TestClient alice = SERVER.connect("alice");
      assertThat(Presences.subscribe(alice, bob.id())).isEqualTo("offline");

      bob.connect("phone");

      Presences.expectStatus(alice, bob.id(), "online");
    }

    @Test
    void goesUpTo200Users() {
      TestClient alice = SERVER.connect("alice");

      JsonNode reply = alice.ok("presence.subscribe", "users", users(200));

      assertThat(reply.path("users")).hasSize(200);
    }

    @Test
    void ofMoreThan200UsersIsRefused() {
      TestClient alice = SERVER.connect("alice");

      assertThat(alice.error("presence.subscribe", "users", users(201)))
          .isIn("too_large", "bad_request");
    }

    @Test
    void endsWithUnsubscribe() {
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());
      Presences.subscribe(alice, carol.userId());

      alice.ok("presence.unsubscribe", "users", List.of(bob.userId()));
      bob.ok("presence.set", "status", "away");
      carol.ok("presence.set", "status", "away");

      Presences.expectStatus(alice, carol.userId(), "away");
      Presences.expectNever(alice, bob.userId(), "away");
    }

    @Test
    void isNotNeededForGet() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");

      assertThat(get(alice, bob)).isEqualTo("online");
    }

    @Test
    void isNotMadeByGet() {
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      TestClient alice = SERVER.connect("alice");
      get(alice, bob);
      Presences.subscribe(alice, carol.userId());

      bob.ok("presence.set", "status", "away");
      carol.ok("presence.set", "status", "away");

      Presences.expectStatus(alice, carol.userId(), "away");
      Presences.expectNever(alice, bob.userId(), "away");
    }

    private static List<String> users(int count) {
      return IntStream.range(0, count).mapToObj(number -> "nobody-" + number).toList();
    }
  }

  @Nested
  @DisplayName("in_call")
  class InCall {
    @Test
    void isTheStatusOfBothPartiesAsLongAsTheCallLasts() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      // One watcher each: a batch may show both users at once.
      TestClient ofAlice = SERVER.connect("watcher");
      TestClient ofBob = SERVER.connect("watcher");
      Presences.subscribe(ofAlice, alice.userId());
      Presences.subscribe(ofBob, bob.userId());

      String callId = Calls.connect(alice, bob);

      Presences.expectStatus(ofAlice, alice.userId(), "in_call");
      Presences.expectStatus(ofBob, bob.userId(), "in_call");
      assertThat(get(ofAlice, alice)).isEqualTo("in_call");
      Calls.hangUp(alice, callId);
      Presences.expectStatus(ofAlice, alice.userId(), "online");
      Presences.expectStatus(ofBob, bob.userId(), "online");
    }
  }

  @Nested
  @DisplayName("offline")
  class Offline {
    @Test
    void comesAtOnceAfterBye() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());

      bob.ok("bye");

      Presences.expectStatus(alice, bob.userId(), "offline", Duration.ofSeconds(10));
    }

    @Test
    void comes15SecondsAfterTheLastDevicesUnexpectedDrop() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());
      long dropped = System.nanoTime();

      bob.drop();

      Presences.expectStatus(alice, bob.userId(), "offline", Duration.ofSeconds(30));
      assertThat((System.nanoTime() - dropped) / 1_000_000).isBetween(14_500L, 25_000L);
    }

    @Test
    void comesOnlyWithTheLastDevice() {
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, phone.userId());

      phone.ok("bye");
      tablet.ok("presence.set", "status", "away");

      Presences.expectStatus(alice, phone.userId(), "away");
      Presences.expectNever(alice, phone.userId(), "offline");
      tablet.ok("bye");
      Presences.expectStatus(alice, phone.userId(), "offline", Duration.ofSeconds(10));
    }
  }

  @Nested
  @DisplayName("grace after a drop, with three seconds of it")
  class Grace {
    @RegisterExtension static final ServerUnderTest IMPATIENT = ServerUnderTest.impatient();

    @Test
    void endsOffline() {
      TestClient bob = IMPATIENT.connect("bob");
      TestClient alice = IMPATIENT.connect("alice");
      Presences.subscribe(alice, bob.userId());
      long dropped = System.nanoTime();

      bob.drop();

      Presences.expectStatus(alice, bob.userId(), "offline");
      assertThat((System.nanoTime() - dropped) / 1_000_000).isGreaterThan(2_900);
      assertThat(get(alice, bob)).isEqualTo("offline");
    }

    @Test
    void isOverWhenTheDeviceIsBack() {
      TestClient bob = IMPATIENT.connect("bob");
      TestClient clock = IMPATIENT.connect("clock");
      TestClient alice = IMPATIENT.connect("alice");
      Presences.subscribe(alice, bob.userId());
      Presences.subscribe(alice, clock.userId());

      bob.drop();
      bob.user().connect("phone");
      clock.drop();

      Presences.expectStatus(alice, clock.userId(), "offline");
      Presences.expectNever(alice, bob.userId(), "offline");
      assertThat(get(alice, bob)).isEqualTo("online");
    }
  }

  private static String get(TestClient watcher, TestClient user) {
    return Presences.status(
        watcher.ok("presence.get", "users", List.of(user.userId())), user.userId());
  }
}
