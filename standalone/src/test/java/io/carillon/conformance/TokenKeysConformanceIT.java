package io.carillon.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 1: RS256, ES256 and EdDSA from a key or a JWKS address, issuer and audience, forgery. */
@DisplayName("1 Connection: token keys")
class TokenKeysConformanceIT {
  private static final Map<String, KeyPair> KEYS =
      Map.of(
          "RS256", TestKeys.rsa(),
          "ES256", TestKeys.p256(),
          "EdDSA", TestKeys.ed25519());
  private static final Map<String, KeyPair> FOREIGN_KEYS =
      Map.of(
          "RS256", TestKeys.rsa(),
          "ES256", TestKeys.p256(),
          "EdDSA", TestKeys.ed25519());

  @Nested
  @DisplayName("public keys from a file, issuer and audience configured")
  class FromFile {
    private static final Path PEM = writePem();

    @RegisterExtension
    static final ServerUnderTest SERVER =
        ServerUnderTest.with(
            "carillon.token.public-keys", PEM.toString(),
            "carillon.token.issuer", "https://issuer.example.org",
            "carillon.token.audience", "carillon-test");

    @AfterAll
    static void deletePem() throws IOException {
      Files.delete(PEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void aTokenSignedWithAConfiguredKeyIsTaken(String algorithm) {
      TestUser alice = SERVER.user("alice");

      alice.connect("phone", sign(algorithm, KEYS, good(alice))).ok("ping");
    }

    @Test
    void anHs256TokenOfTheAppsSecretIsTakenToo() {
      TestUser alice = SERVER.user("alice");

      alice.connect("phone", alice.token(good(alice))).ok("ping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void aTokenSignedWithAnotherKeyIsInvalid(String algorithm) {
      TestUser alice = SERVER.user("alice");

      expectInvalid(alice, sign(algorithm, FOREIGN_KEYS, good(alice)));
    }

    @Test
    void anHs256TokenWhoseSecretIsThePublicKeyIsRefused() throws IOException {
      TestUser alice = SERVER.user("alice");

      for (String algorithm : KEYS.keySet()) {
        KeyPair keys = KEYS.get(algorithm);
        expectInvalid(alice, Tokens.hs256(good(alice), keys.getPublic().getEncoded()));
        expectInvalid(alice, Tokens.hs256(good(alice), TestKeys.pem(keys).getBytes(UTF_8)));
      }
      expectInvalid(alice, Tokens.hs256(good(alice), Files.readAllBytes(PEM)));
    }

    @Test
    void anUnsignedTokenIsRefused() {
      TestUser alice = SERVER.user("alice");

      expectInvalid(alice, Tokens.unsigned(good(alice)));
    }

    @Test
    void anRs256HeaderOverAnHmacIsRefused() {
      TestUser alice = SERVER.user("alice");
      String hs256 = alice.token(good(alice));
      String header =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8));

      expectInvalid(alice, header + hs256.substring(hs256.indexOf('.')));
    }

    @Test
    void anotherIssuerIsInvalid() {
      TestUser alice = SERVER.user("alice");
      JwtClaims claims = good(alice);
      claims.setIssuer("https://evil.example.org");

      expectInvalid(alice, alice.token(claims));
    }

    @Test
    void aMissingIssuerIsInvalid() {
      TestUser alice = SERVER.user("alice");
      JwtClaims claims = good(alice);
      claims.unsetClaim("iss");

      expectInvalid(alice, alice.token(claims));
    }

    @Test
    void anotherAudienceIsInvalid() {
      TestUser alice = SERVER.user("alice");
      JwtClaims claims = good(alice);
      claims.setAudience("somebody-else");

      expectInvalid(alice, alice.token(claims));
    }

    @Test
    void aMissingAudienceIsInvalid() {
      TestUser alice = SERVER.user("alice");
      JwtClaims claims = good(alice);
      claims.unsetClaim("aud");

      expectInvalid(alice, alice.token(claims));
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() {
      TestUser alice = SERVER.user("alice");
      JwtClaims claims = good(alice);
      claims.setAudience("somebody-else", "carillon-test");

      alice.connect("phone", alice.token(claims)).ok("ping");
    }

    private static JwtClaims good(TestUser user) {
      JwtClaims claims = Tokens.claims(user.id());
      claims.setIssuer("https://issuer.example.org");
      claims.setAudience("carillon-test");
      return claims;
    }

    private static Path writePem() {
      try {
        Path file = Files.createTempFile("carillon-conformance", ".pem");
        Files.writeString(
            file, String.join("", KEYS.values().stream().map(TestKeys::pem).toList()));
        return file;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Nested
  @DisplayName("keys from a JWKS address")
  class FromJwks {
    private static final HttpServer JWKS = jwks();

    @RegisterExtension
    static final ServerUnderTest SERVER =
        ServerUnderTest.with(
            "carillon.token.jwks-url",
            "http://localhost:" + JWKS.getAddress().getPort() + "/jwks.json");

    @AfterAll
    static void stop() {
      JWKS.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void aTokenSignedWithAPublishedKeyIsTaken(String algorithm) {
      TestUser alice = SERVER.user("alice");

      alice.connect("phone", sign(algorithm, KEYS, Tokens.claims(alice.id()))).ok("ping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void aTokenSignedWithAnotherKeyOfTheSameIdIsInvalid(String algorithm) {
      TestUser alice = SERVER.user("alice");

      expectInvalid(alice, sign(algorithm, FOREIGN_KEYS, Tokens.claims(alice.id())));
    }

    @Test
    void aTokenOfAnUnknownKeyIdIsInvalid() {
      TestUser alice = SERVER.user("alice");
      String token =
          Tokens.signed(
              Tokens.claims(alice.id()), "ES256", KEYS.get("ES256").getPrivate(), "unknown");

      expectInvalid(alice, token);
    }

    private static HttpServer jwks() {
      try {
        JsonWebKeySet set = new JsonWebKeySet(List.of());
        for (Map.Entry<String, KeyPair> key : KEYS.entrySet()) {
          JsonWebKey jwk = JsonWebKey.Factory.newJwk(key.getValue().getPublic());
          jwk.setKeyId(key.getKey());
          jwk.setAlgorithm(key.getKey());
          jwk.setUse("sig");
          set.addJsonWebKey(jwk);
        }
        byte[] body = set.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY).getBytes(UTF_8);
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        server.createContext(
            "/jwks.json",
            exchange -> {
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.sendResponseHeaders(200, body.length);
              try (OutputStream response = exchange.getResponseBody()) {
                response.write(body);
              }
            });
        server.start();
        return server;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The algorithm's name is the key id. */
  private static String sign(String algorithm, Map<String, KeyPair> keys, JwtClaims claims) {
    return Tokens.signed(claims, algorithm, keys.get(algorithm).getPrivate(), algorithm);
  }

  private static void expectInvalid(TestUser user, String token) {
    TestClient client = user.open("phone");
    assertThat(client.helloWith(token).errorCode()).isEqualTo("token_invalid");
    client.expectClose(4401);
  }
}
