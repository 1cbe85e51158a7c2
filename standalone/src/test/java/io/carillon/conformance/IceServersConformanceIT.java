package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Section 4, row {@code media.iceServers}: credentials as of the TURN REST API
 * (draft-uberti-behave-turn-rest), which coturn checks with {@code use-auth-secret}.
 */
@DisplayName("4 Media: media.iceServers")
class IceServersConformanceIT {

  @Nested
  @DisplayName("request")
  class Request {
    @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.withTurn();

    @Test
    void givesTheConfiguredServersWithCredentialsThatTheTurnServerTakes() {
      TestClient alice = SERVER.connect("alice");

      JsonNode data = alice.ok("media.iceServers");

      assertCredentials(data, alice);
    }

    @Test
    void saysWhenTheCredentialsExpire() {
      TestClient alice = SERVER.connect("alice");

      long expiresAt = alice.ok("media.iceServers").path("expiresAt").asLong();

      assertThat(expiresAt - System.currentTimeMillis()).isBetween(3_500_000L, 3_601_000L);
    }

    @Test
    void mayNameTheCall() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);

      assertCredentials(alice.ok("media.iceServers", "callId", callId), alice);
      assertCredentials(bob.ok("media.iceServers", "callId", callId), bob);
    }
  }

  @Nested
  @DisplayName("event")
  class BeforeExpiry {
    @RegisterExtension static final ServerUnderTest SERVER = ServerUnderTest.impatient();

    @Test
    void bringsNewCredentialsBeforeTheOldOnesExpire() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      long expiresAt = alice.ok("media.iceServers", "callId", callId).path("expiresAt").asLong();

      Event event = alice.expectEvent("media.iceServers");

      assertThat(event.ts()).isLessThan(expiresAt);
      assertThat(event.data().path("expiresAt").asLong()).isGreaterThan(expiresAt);
      assertCredentials(event.data(), alice);
    }
  }

  private static void assertCredentials(JsonNode data, TestClient client) {
    JsonNode servers = data.path("iceServers");
    assertThat(servers.isArray()).as("iceServers in %s", data).isTrue();
    List<String> urls = new ArrayList<>();
    for (JsonNode server : servers) {
      if (server.has("credential")) {
        server.path("urls").forEach(url -> urls.add(url.asText()));
        String username = server.path("username").asText();
        assertThat(username).matches("\\d+:.*").contains(client.userId());
        long expiry = Long.parseLong(username.substring(0, username.indexOf(':')));
        assertThat(expiry * 1000 - data.path("expiresAt").asLong()).isBetween(-1_000L, 1_000L);
        assertThat(server.path("credential").asText()).isEqualTo(hmacSha1(username));
      }
    }
    assertThat(urls).containsExactlyInAnyOrderElementsOf(ServerUnderTest.TURN_URLS);
  }

  private static String hmacSha1(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(
          new SecretKeySpec(
              ServerUnderTest.TURN_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
