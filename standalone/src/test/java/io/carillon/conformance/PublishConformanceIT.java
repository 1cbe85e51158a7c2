package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 1, the grants {@code publish:*}, and section 3, rule 12. */
@DisplayName("1 Tokens: what may be sent in calls")
class PublishConformanceIT {
  @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withDefaults();

  private final TestClient alice = SERVER.connect("alice");
  private final TestUser bob = SERVER.user("bob");

  @Test
  void aTokenWithoutSuchGrantsAllowsEverything() {
    TestClient phone = bob.connect("phone");
    String callId = Groups.connect(alice, phone);

    phone.ok("media.state", MediaMessages.state(callId, true, true, true, false));

    assertThat(party(callId).has("mayPublish")).isFalse();
  }

  @Test
  void aListenerSendsNothing() {
    TestClient listener = bob.connect("phone", token("call", "publish:none"));
    String callId = Groups.connect(alice, listener);

    Event state = alice.expectEvent("media.state", callId);
    assertThat(state.data().path("audio").asBoolean(true)).isFalse();
    assertThat(party(callId).at("/mayPublish/audio").asBoolean(true)).isFalse();
    assertThat(
            listener.error("media.state", MediaMessages.state(callId, true, false, false, false)))
        .isEqualTo("forbidden");
    listener.ok("media.state", MediaMessages.state(callId, false, false, false, true));
  }

  @Test
  void aTokenForAudioAllowsAudioAlone() {
    TestClient speaker = bob.connect("phone", token("call", "publish:audio"));
    String callId = Groups.connect(alice, speaker);

    speaker.ok("media.state", MediaMessages.state(callId, true, false, false, false));
    assertThat(speaker.error("media.state", MediaMessages.state(callId, true, false, true, false)))
        .isEqualTo("forbidden");
  }

  @Test
  void aRefreshedTokenCountsInTheCallThatGoesOn() {
    TestClient phone = bob.connect("phone");
    String callId = Groups.connect(alice, phone);

    phone.ok("token.refresh", "token", token("call", "publish:none"));

    Event state = alice.expectEvent("media.state", callId);
    assertThat(state.data().path("audio").asBoolean(true)).isFalse();
    assertThat(phone.error("media.state", MediaMessages.state(callId, true, false, false, false)))
        .isEqualTo("forbidden");
    phone.ok("token.refresh", "token", token("call"));
    phone.ok("media.state", MediaMessages.state(callId, true, false, false, false));
  }

  private JsonNode party(String callId) {
    return Calls.party(Calls.get(alice, callId), bob.id());
  }

  private String token(String... grants) {
    JwtClaims claims = Tokens.claims(bob.id());
    claims.setStringListClaim("grants", grants);
    return bob.token(claims);
  }
}
