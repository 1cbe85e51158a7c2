package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 5: a status that ends, idle devices, several devices, last active. */
@DisplayName("5 Presence: until, idle, several devices, last active")
class PresenceStatusConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("until")
  class Until {
    @ParameterizedTest
    @ValueSource(strings = {"away", "dnd", "invisible"})
    void thenTheUserIsOnlineAgain(String status) {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());
      long until = now(bob) + 2_000;

      bob.ok("presence.set", "status", status, "until", until);

      Presences.expectStatus(alice, bob.userId(), seenAs(status));
      Presences.expectStatus(alice, bob.userId(), "online");
      assertThat(status(alice, bob)).isEqualTo("online");
    }

    @Test
    void takesTheTextAlong() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());

      bob.ok("presence.set", "status", "away", "text", "at lunch", "until", now(bob) + 2_000);

      Presences.expectStatus(alice, bob.userId(), "away");
      JsonNode entry = Presences.expectStatus(alice, bob.userId(), "online");
      assertThat(entry.path("text").asText()).isEmpty();
    }

    @Test
    void isOverWhenTheUserSaysSoBefore() {
      TestClient bob = SERVER.connect("bob");
      TestClient clock = SERVER.connect("clock");
      // One watcher each: a batch may show both users at once.
      TestClient alice = SERVER.connect("alice");
      TestClient carol = SERVER.connect("carol");
      Presences.subscribe(alice, bob.userId());
      Presences.subscribe(carol, clock.userId());
      long until = now(bob) + 2_000;
      bob.ok("presence.set", "status", "dnd", "until", until);
      Presences.expectStatus(alice, bob.userId(), "dnd");

      bob.ok("presence.set", "status", "away");
      clock.ok("presence.set", "status", "dnd", "until", until + 500);

      Presences.expectStatus(alice, bob.userId(), "away");
      Presences.expectStatus(carol, clock.userId(), "dnd");
      Presences.expectStatus(carol, clock.userId(), "online");
      Presences.expectNever(alice, bob.userId(), "online");
    }

    @Test
    void isKeptWhenOnlyCallWaitingOrIdleIsSet() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());
      bob.ok("presence.set", "status", "dnd", "until", now(bob) + 2_000);
      Presences.expectStatus(alice, bob.userId(), "dnd");

      bob.ok("presence.set", "callWaiting", true);
      bob.ok("presence.set", "idle", false);

      Presences.expectStatus(alice, bob.userId(), "online");
    }

    private static long now(TestClient client) {
      return client.session().path("serverTime").asLong();
    }

    private static String seenAs(String status) {
      return status.equals("invisible") ? "offline" : status;
    }
  }

  @Nested
  @DisplayName("idle")
  class Idle {
    @Test
    void ofTheOnlyDeviceIsAway() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());

      bob.ok("presence.set", "idle", true);

      Presences.expectStatus(alice, bob.userId(), "away");
      bob.ok("presence.set", "idle", false);
      Presences.expectStatus(alice, bob.userId(), "online");
    }

    @Test
    void ofOneOfTwoDevicesIsNotAway() {
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, phone.userId());

      phone.ok("presence.set", "idle", true);
      assertThat(status(alice, phone)).isEqualTo("online");
      tablet.ok("presence.set", "idle", true);

      Presences.expectStatus(alice, phone.userId(), "away");
      phone.ok("presence.set", "idle", false);
      Presences.expectStatus(alice, phone.userId(), "online");
    }

    @Test
    void ofThoseThatAreLeftIsAwayWhenTheAttendedDeviceSaysBye() {
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, phone.userId());
      tablet.ok("presence.set", "idle", true);

      phone.ok("bye");

      Presences.expectStatus(alice, phone.userId(), "away");
    }

    @Test
    void isOverWhenAnAttendedDeviceComes() {
      TestClient phone = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, phone.userId());
      phone.ok("presence.set", "idle", true);
      Presences.expectStatus(alice, phone.userId(), "away");

      phone.user().connect("tablet");

      Presences.expectStatus(alice, phone.userId(), "online");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnd", "invisible"})
    void leavesAStatusThatWasChosen(String status) {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      bob.ok("presence.set", "status", status);

      bob.ok("presence.set", "idle", true);

      assertThat(status(alice, bob)).isEqualTo(status.equals("dnd") ? "dnd" : "offline");
    }

    @Test
    void leavesAUserInACall() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());
      Calls.connect(alice, bob);
      Presences.expectStatus(alice, bob.userId(), "in_call");

      bob.ok("presence.set", "idle", true);

      assertThat(status(alice, bob)).isEqualTo("in_call");
    }

    @Test
    void doesNotKeepFromBeingRung() {
      TestClient bob = SERVER.connect("bob");
      bob.ok("presence.set", "idle", true);

      Calls.ring(SERVER.connect("alice"), bob);
    }
  }

  @Nested
  @DisplayName("several devices")
  class SeveralDevices {
    @Test
    void shareTheStatus() {
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, phone.userId());

      phone.ok("presence.set", "status", "dnd");
      Presences.expectStatus(alice, phone.userId(), "dnd");
      tablet.ok("presence.set", "status", "online");

      Presences.expectStatus(alice, phone.userId(), "online");
    }

    @Test
    void keepTheStatusWhenOneOfThemLeaves() {
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      TestClient alice = SERVER.connect("alice");
      phone.ok("presence.set", "status", "dnd");
      Presences.subscribe(alice, phone.userId());

      phone.ok("bye");
      tablet.ok("ping");

      assertThat(status(alice, tablet)).isEqualTo("dnd");
      Presences.expectNever(alice, phone.userId(), "offline");
    }

    @Test
    void areOnlineAsLongAsOneOfThemIs() {
      TestClient phone = SERVER.connect("bob");
      TestClient tablet = phone.user().connect("tablet");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, phone.userId());

      phone.drop();

      tablet.ok("ping");
      assertThat(status(alice, tablet)).isEqualTo("online");
      Presences.expectNever(alice, phone.userId(), "offline");
    }
  }

  @Nested
  @DisplayName("presence.set")
  class Set {
    @Test
    void withNothingIsABadRequest() {
      TestClient bob = SERVER.connect("bob");

      assertThat(bob.error("presence.set")).isEqualTo("bad_request");
      assertThat(bob.error("presence.set", "text", "at lunch")).isEqualTo("bad_request");
    }

    @Test
    void withOnlyCallWaitingLeavesTheStatus() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      bob.ok("presence.set", "status", "away", "text", "im Garten");

      bob.ok("presence.set", "callWaiting", true);

      JsonNode entry = entry(alice, bob);
      assertThat(entry.path("status").asText()).isEqualTo("away");
      assertThat(entry.path("text").asText()).isEqualTo("im Garten");
    }

    @Test
    void withoutTextTakesTheOldOneAway() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      bob.ok("presence.set", "status", "away", "text", "im Garten");

      bob.ok("presence.set", "status", "online");

      assertThat(entry(alice, bob).path("text").asText()).isEmpty();
    }

    @Test
    void takesATextOf256CharactersAndNoLonger() {
      TestClient bob = SERVER.connect("bob");

      bob.ok("presence.set", "status", "away", "text", "x".repeat(256));
      assertThat(bob.error("presence.set", "status", "away", "text", "x".repeat(257)))
          .isEqualTo("too_large");
    }

    @Test
    void ofAnInvisibleUserShowsNoText() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");

      bob.ok("presence.set", "status", "invisible", "text", "boo");

      assertThat(entry(alice, bob).path("text").asText()).isEmpty();
    }
  }

  @Nested
  @DisplayName("lastActiveAt")
  class LastActive {
    @Test
    void isWhenAUserWhoIsOfflineWasThereLast() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      Presences.subscribe(alice, bob.userId());
      long before = bob.session().path("serverTime").asLong();

      bob.ok("bye");

      Event changed = alice.expectEvent("presence.changed");
      JsonNode entry = Presences.entry(changed.data(), bob.userId());
      assertThat(entry.path("status").asText()).isEqualTo("offline");
      assertThat(entry.path("lastActiveAt").asLong()).isBetween(before, changed.ts());
    }

    @Test
    void isAbsentForOneWhoWasNeverThere() {
      TestClient alice = SERVER.connect("alice");
      TestUser nobody = SERVER.user("nobody");

      JsonNode reply = alice.ok("presence.get", "users", List.of(nobody.id()));

      assertThat(Presences.entry(reply, nobody.id()).has("lastActiveAt")).isFalse();
    }

    @Test
    void ofAnInvisibleUserDoesNotMove() {
      TestClient bob = SERVER.connect("bob");
      TestClient alice = SERVER.connect("alice");
      bob.ok("presence.set", "status", "invisible");
      JsonNode before = entry(alice, bob);

      bob.ok("presence.set", "idle", true);
      bob.ok("presence.set", "idle", false);
      bob.ok("bye");
      TestClient again = bob.user().connect("phone");
      again.ok("presence.set", "status", "invisible");

      assertThat(before.path("status").asText()).isEqualTo("offline");
      assertThat(entry(alice, bob)).isEqualTo(before);
    }
  }

  private static JsonNode entry(TestClient watcher, TestClient user) {
    return Presences.entry(
        watcher.ok("presence.get", "users", List.of(user.userId())), user.userId());
  }

  private static String status(TestClient watcher, TestClient user) {
    return entry(watcher, user).path("status").asText();
  }
}
