package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 3, rows {@code call.mute} and {@code call.remove}, and rule 12. */
@DisplayName("3 Groups: muting and removing parties")
class GroupRolesConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  private final TestClient alice = SERVER.connect("alice");
  private final TestClient bob = SERVER.connect("bob");
  private final TestClient carol = SERVER.connect("carol");

  @Nested
  @DisplayName("call.mute")
  class Mute {
    @Test
    void isToldToAllWhoAreIn() {
      String callId = Groups.connect(alice, bob, carol);

      alice.ok("call.mute", "callId", callId, "userId", bob.userId(), "audio", true);

      for (TestClient party : List.of(alice, bob, carol)) {
        Event muted = Groups.expectFrom(party, "call.muted", callId, bob);
        assertThat(muted.text("deviceId")).isEqualTo("phone");
        assertThat(muted.text("by")).isEqualTo(alice.userId());
        assertThat(muted.data().path("audio").asBoolean()).isTrue();
        assertThat(muted.data().path("video").asBoolean(true)).isFalse();
      }
      JsonNode party = Calls.party(Calls.get(carol, callId), bob.userId());
      assertThat(party.at("/muted/audio").asBoolean()).isTrue();
      assertThat(party.at("/media/audio").asBoolean()).isFalse();
    }

    @Test
    void holdsUntilItIsTakenBack() {
      String callId = Groups.connect(alice, bob, carol);
      alice.ok("call.mute", "callId", callId, "userId", bob.userId(), "audio", true);

      assertThat(bob.error("media.state", MediaMessages.state(callId, true, false, false, false)))
          .isEqualTo("forbidden");
      alice.ok("call.mute", "callId", callId, "userId", bob.userId(), "audio", false);
      bob.ok("media.state", MediaMessages.state(callId, true, false, false, false));
      assertThat(Calls.party(Calls.get(carol, callId), bob.userId()).has("muted")).isFalse();
    }

    @Test
    void isForTheCreatorAndForAdministrators() {
      String callId = Groups.connect(alice, bob, carol);

      assertThat(bob.error("call.mute", "callId", callId, "userId", carol.userId(), "audio", true))
          .isEqualTo("forbidden");
      TestClient admin = administrator("dave");
      admin.ok("call.mute", "callId", callId, "userId", carol.userId(), "video", true);
      assertThat(Groups.expectFrom(bob, "call.muted", callId, carol).text("by"))
          .isEqualTo(admin.userId());
    }

    @Test
    void namesWhatIsMuted() {
      String callId = Groups.connect(alice, bob);

      assertThat(alice.error("call.mute", "callId", callId, "userId", bob.userId()))
          .isEqualTo("bad_request");
    }

    @Test
    void isThereForAdministratorsOverHttpToo() {
      String callId = Groups.connect(alice, bob, carol);

      JsonNode view =
          Admin.ok(
              Admin.of(SERVER)
                  .post(
                      "/calls/default/" + callId + "/parties/" + bob.userId() + "/mute",
                      "screen",
                      true));

      assertThat(Calls.party(view, bob.userId()).at("/muted/screen").asBoolean()).isTrue();
      assertThat(Groups.expectFrom(bob, "call.muted", callId, bob).data().has("by")).isFalse();
    }
  }

  @Nested
  @DisplayName("call.remove")
  class Remove {
    @Test
    void takesAPartyOutAndTellsAll() {
      String callId = Groups.connect(alice, bob, carol);

      alice.ok("call.remove", "callId", callId, "userId", bob.userId());

      Event ended = bob.expectEvent("call.ended", callId);
      assertThat(ended.text("reason")).isEqualTo("removed");
      assertThat(ended.text("by")).isEqualTo(alice.userId());
      Groups.expectLeft(alice, callId, bob.userId(), "removed");
      Groups.expectLeft(carol, callId, bob.userId(), "removed");
      assertThat(Groups.present(Calls.get(carol, callId)))
          .containsExactly(alice.userId(), carol.userId());
    }

    @Test
    void keepsTheUserOutUnlessAdded() {
      String callId = Groups.connect(alice, bob, carol);
      alice.ok("call.remove", "callId", callId, "userId", bob.userId());
      bob.expectEvent("call.ended", callId);

      assertThat(bob.error("call.join", "callId", callId)).isEqualTo("forbidden");
      carol.ok("call.add", "callId", callId, "to", List.of(bob.userId()));
      bob.expectEvent("call.invited", callId);
      bob.ok("call.accept", "callId", callId);
    }

    @Test
    void isOkAgainAndMayLookLikeLeaving() {
      String callId = Groups.connect(alice, bob, carol);

      alice.ok("call.remove", "callId", callId, "userId", bob.userId(), "reason", "hangup");
      alice.ok("call.remove", "callId", callId, "userId", bob.userId());

      Groups.expectLeft(carol, callId, bob.userId(), "hangup");
    }

    @Test
    void isForTheCreatorAndForAdministrators() {
      String callId = Groups.connect(alice, bob, carol);

      assertThat(carol.error("call.remove", "callId", callId, "userId", bob.userId()))
          .isEqualTo("forbidden");
      administrator("dave").ok("call.remove", "callId", callId, "userId", bob.userId());
      Groups.expectEnded(callId, "removed", bob);
    }

    @Test
    void isNotForACallBetweenTwo() {
      String callId = Calls.connect(alice, bob);

      assertThat(alice.error("call.remove", "callId", callId, "userId", bob.userId()))
          .isEqualTo("invalid_state");
    }
  }

  private static TestClient administrator(String name) {
    TestUser user = SERVER.user(name);
    JwtClaims claims = Tokens.claims(user.id());
    claims.setStringListClaim("grants", "call", "admin");
    return user.connect("desk", user.token(claims));
  }
}
