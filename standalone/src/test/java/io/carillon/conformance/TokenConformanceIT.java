package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 1: the token's claims, its end and its renewal. */
@DisplayName("1 Connection: token")
class TokenConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  @Nested
  @DisplayName("sub")
  class Subject {
    @Test
    void isTheUserId() {
      TestClient alice = SERVER.connect("alice");

      assertThat(alice.session().path("userId").asText()).isEqualTo(alice.userId());
    }

    @Test
    void mayHaveEachOfTheAllowedCharactersAnd128OfThem() {
      TestUser named = SERVER.user("A.z_0@B:9-");
      named.connect("phone").ok("ping");

      TestUser longest = SERVER.user("a".repeat(100));
      longest = new TestUser(SERVER, longest.id() + "b".repeat(128 - longest.id().length()));
      assertThat(longest.connect("phone").session().path("userId").asText()).hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice smith", "alice/bob", "älice", "alice\n", "a*", "{}"})
    void withAnyOtherCharacterIsInvalid(String subject) {
      expectRefused(subject, Tokens.claims(subject), "token_invalid");
    }

    @Test
    void longerThan128CharactersIsInvalid() {
      expectRefused("a", Tokens.claims("a".repeat(129)), "token_invalid");
    }

    @Test
    void thatIsMissingIsInvalid() {
      JwtClaims claims = Tokens.claims("alice");
      claims.unsetClaim("sub");

      expectRefused("alice", claims, "token_invalid");
    }
  }

  @Nested
  @DisplayName("exp and nbf")
  class Times {
    @Test
    void aTokenInThePastHasExpired() {
      TestUser alice = SERVER.user("alice");

      expectRefused(alice.id(), Tokens.claims(alice.id(), Duration.ofHours(-1)), "token_expired");
    }

    @Test
    void aTokenOfTheFutureIsNotYetValid() {
      JwtClaims claims = Tokens.claims(SERVER.user("alice").id(), Duration.ofHours(2));
      claims.setNotBefore(NumericDate.fromMilliseconds(System.currentTimeMillis() + 3_600_000));

      expectRefused("alice", claims, "token_not_yet_valid");
    }

    @Test
    void expIsRequired() {
      JwtClaims claims = Tokens.claims(SERVER.user("alice").id());
      claims.unsetClaim("exp");

      expectRefused("alice", claims, "token_invalid");
    }
  }

  @Nested
  @DisplayName("app")
  class App {
    @Test
    void isDefaultWithoutTheClaim() {
      TestUser bob = SERVER.user("bob");
      JwtClaims claims = Tokens.claims(bob.id());
      claims.setStringClaim("app", "default");
      TestClient bobByName = bob.connect("phone", bob.token(claims));
      TestClient alice = SERVER.connect("alice");

      String callId = Calls.invite(alice, bob.id());

      bobByName.expectEvent("call.invited", callId);
    }

    @Test
    void usersOfTwoAppsNeverCallEachOther() {
      TestUser bob = SERVER.user("bob");
      TestClient bobOfAnotherApp = bob.connect("phone", inOtherApp(bob));
      TestClient alice = SERVER.connect("alice");

      String callId = Calls.invite(alice, bob.id());

      assertThat(alice.expectEvent("call.ended", callId).text("reason")).isEqualTo("unreachable");
      bobOfAnotherApp.expectNoEvent();
    }

    @Test
    void usersOfTwoAppsNeverSeeEachOthersPresence() {
      TestUser bob = SERVER.user("bob");
      bob.connect("phone", inOtherApp(bob));
      TestClient alice = SERVER.connect("alice");

      assertThat(Presences.status(alice.ok("presence.get", "users", List.of(bob.id())), bob.id()))
          .isEqualTo("offline");
    }

    @Test
    void theSameUserAndDeviceOfTwoAppsReplaceNobody() {
      TestUser bob = SERVER.user("bob");
      TestClient one = bob.connect("phone");
      TestClient other = bob.connect("phone", inOtherApp(bob));

      other.ok("ping");
      one.ok("ping");
    }

    @Test
    void aCallOfAnotherAppIsNotFound() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      TestClient sameNameOfAnotherApp = alice.user().connect("phone", inOtherApp(alice.user()));

      assertThat(sameNameOfAnotherApp.error("call.get", "callId", callId))
          .isEqualTo("call_not_found");
      assertThat(sameNameOfAnotherApp.error("call.hangup", "callId", callId))
          .isEqualTo("call_not_found");
      assertThat(Calls.state(alice, callId)).isEqualTo("ringing");
    }

    private static String inOtherApp(TestUser user) {
      JwtClaims claims = Tokens.claims(user.id());
      claims.setStringClaim("app", "other");
      return user.token(claims);
    }
  }

  @Nested
  @DisplayName("device")
  class Device {
    @Test
    void bindsTheDeviceId() {
      TestUser alice = SERVER.user("alice");

      TestClient phone = alice.connect("phone", boundTo("phone", alice));

      assertThat(phone.session().path("deviceId").asText()).isEqualTo("phone");
    }

    @Test
    void refusesAnotherDeviceId() {
      TestUser alice = SERVER.user("alice");
      TestClient tablet = alice.open("tablet");

      assertThat(tablet.helloWith(boundTo("phone", alice)).isOk()).isFalse();
      tablet.expectClose(4401);
    }

    private static String boundTo(String device, TestUser user) {
      JwtClaims claims = Tokens.claims(user.id());
      claims.setStringClaim("device", device);
      return user.token(claims);
    }
  }

  @Nested
  @DisplayName("grants")
  class Grants {
    @Test
    void presenceAloneDoesNotAllowToCall() {
      TestClient alice = connectWith("presence");
      TestClient bob = SERVER.connect("bob");

      assertThat(Calls.tryInvite(alice, Calls.newCallId(), bob.userId()).errorCode())
          .isEqualTo("forbidden");
      alice.ok("presence.get", "users", List.of(bob.userId()));
      bob.expectNoEvent();
    }

    @Test
    void callAloneDoesNotAllowPresence() {
      TestClient alice = connectWith("call");
      TestClient bob = SERVER.connect("bob");

      assertThat(alice.error("presence.subscribe", "users", List.of(bob.userId())))
          .isEqualTo("forbidden");
      Calls.ring(alice, bob);
    }

    @Test
    void callAndPresenceAllowBoth() {
      TestClient alice = connectWith("call", "presence");
      TestClient bob = SERVER.connect("bob");

      alice.ok("presence.get", "users", List.of(bob.userId()));
      Calls.ring(alice, bob);
    }

    private static TestClient connectWith(String... grants) {
      TestUser alice = SERVER.user("alice");
      JwtClaims claims = Tokens.claims(alice.id());
      claims.setStringListClaim("grants", Stream.of(grants).toList());
      return alice.connect("phone", alice.token(claims));
    }
  }

  @Nested
  @DisplayName("token.expiring, token.refresh")
  class Expiry {
    @Test
    void tokenExpiringComes60SecondsBeforeExpiry() throws Exception {
      TestUser alice = SERVER.user("alice");
      JwtClaims claims = Tokens.claims(alice.id(), Duration.ofSeconds(63));
      long expiresAt = claims.getExpirationTime().getValueInMillis();
      TestClient phone = alice.connect("phone", alice.token(claims));

      Event expiring = phone.expectEvent("token.expiring");

      assertThat(expiring.data().path("expiresAt").asLong()).isEqualTo(expiresAt);
      assertThat(expiresAt - System.currentTimeMillis()).isBetween(55_000L, 61_000L);
    }

    @Test
    void anExpiredTokenCloses4401() throws Exception {
      TestUser alice = SERVER.user("alice");
      JwtClaims claims = Tokens.claims(alice.id(), Duration.ofSeconds(3));
      TestClient phone = alice.connect("phone", alice.token(claims));

      phone.expectClose(4401);

      assertThat(System.currentTimeMillis())
          .isGreaterThanOrEqualTo(claims.getExpirationTime().getValueInMillis() - 100);
    }

    @Test
    void tokenRefreshRenewsWithoutAReconnect() throws Exception {
      TestUser alice = SERVER.user("alice");
      JwtClaims soon = Tokens.claims(alice.id(), Duration.ofSeconds(3));
      JwtClaims later = Tokens.claims(alice.id(), Duration.ofSeconds(7));
      TestClient phone = alice.connect("phone", alice.token(soon));

      phone.ok("token.refresh", "token", alice.token(later));

      phone.expectClose(4401);
      assertThat(System.currentTimeMillis())
          .isGreaterThanOrEqualTo(later.getExpirationTime().getValueInMillis() - 100);
    }

    @Test
    void tokenRefreshWithATokenOfAnotherUserIsRefused() {
      TestClient alice = SERVER.connect("alice");
      TestUser mallory = SERVER.user("mallory");

      assertThat(alice.request("token.refresh", "token", mallory.token()).isOk()).isFalse();
    }

    @Test
    void tokenRefreshWithAForgedTokenIsInvalid() {
      TestClient alice = SERVER.connect("alice");

      assertThat(
              alice.error("token.refresh", "token", Tokens.unsigned(Tokens.claims(alice.userId()))))
          .isEqualTo("token_invalid");
    }
  }

  private static void expectRefused(String user, JwtClaims claims, String code) {
    TestUser owner = new TestUser(SERVER, user);
    TestClient client = owner.open("phone");
    assertThat(client.helloWith(owner.token(claims)).errorCode()).isEqualTo(code);
    client.expectClose(4401);
  }
}
