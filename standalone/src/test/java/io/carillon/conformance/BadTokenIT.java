package io.carillon.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing, expired and forged tokens (RFC 8725, section 2). */
@DisplayName("Bad input: tokens")
class BadTokenIT extends BesideBystanders {
  @Nested
  @DisplayName("tokens")
  class BadTokens {
    @Test
    void thatAreMissingAreRefused() {
      TestClient mallory = SERVER.user("mallory").open("phone");

      assertThat(mallory.hello("device", Json.object("id", "phone")).isOk()).isFalse();
      mallory.expectClose(4401);
    }

    @Test
    void thatAreExpiredAreRefused() {
      TestUser mallory = SERVER.user("mallory");

      assertRefused(
          mallory,
          mallory.token(Tokens.claims(mallory.id(), Duration.ofDays(-1))),
          "token_expired");
    }

    @Test
    void thatAreSignedWithAnotherSecretAreRefused() {
      TestUser mallory = SERVER.user("mallory");
      byte[] guess = "a secret that nobody gave the server, long enough".getBytes(UTF_8);

      assertRefused(mallory, Tokens.hs256(Tokens.claims(mallory.id()), guess), "token_invalid");
    }

    @Test
    void thatWereChangedAfterTheSignatureAreRefused() {
      TestUser mallory = SERVER.user("mallory");
      String[] parts = mallory.token().split("\\.", -1);
      String forged = Tokens.unsigned(Tokens.claims("the-boss")).split("\\.", -1)[1];

      assertRefused(mallory, parts[0] + "." + forged + "." + parts[2], "token_invalid");
    }

    @Test
    void withoutSignatureAreRefused() {
      TestUser mallory = SERVER.user("mallory");
      String[] parts = mallory.token().split("\\.", -1);

      assertRefused(mallory, Tokens.unsigned(Tokens.claims(mallory.id())), "token_invalid");
      assertRefused(mallory, parts[0] + "." + parts[1] + ".", "token_invalid");
    }

    @Test
    void signedWithTheSecretUnderAnotherAlgorithmsNameAreRefused() {
      TestUser mallory = SERVER.user("mallory");
      String[] parts = mallory.token().split("\\.", -1);
      for (String algorithm : List.of("RS256", "ES256", "EdDSA", "none", "None", "HS999")) {
        String header =
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":\"" + algorithm + "\"}").getBytes(UTF_8));

        assertRefused(mallory, header + "." + parts[1] + "." + parts[2], "token_invalid");
      }
    }

    @Test
    void signedWithAKeyThatNobodyConfiguredAreRefused() {
      TestUser mallory = SERVER.user("mallory");
      Map<String, KeyPair> keys =
          Map.of(
              AlgorithmIdentifiers.RSA_USING_SHA256, TestKeys.rsa(),
              AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, TestKeys.p256(),
              AlgorithmIdentifiers.EDDSA, TestKeys.ed25519());

      keys.forEach(
          (algorithm, pair) ->
              assertRefused(
                  mallory,
                  Tokens.signed(Tokens.claims(mallory.id()), algorithm, pair.getPrivate(), "mine"),
                  "token_invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "eyJhbGciOiJIUzI1NiJ9..", "🔑.🔑.🔑"})
    void thatAreNoJwtAreRefused(String token) {
      assertRefused(SERVER.user("mallory"), token, "token_invalid");
    }

    private static void assertRefused(TestUser user, String token, String code) {
      TestClient client = user.open("phone");
      assertThat(client.helloWith(token).errorCode()).isEqualTo(code);
      client.expectClose(4401);
    }
  }
}
