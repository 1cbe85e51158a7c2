package io.carillon.presence.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Grant;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.Tracks;
import io.vertx.core.Future;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] OTHER_SECRET = "fedcba9876543210fedcba9876543210".getBytes(UTF_8);
  private static final KeyPair RSA = TestTokens.rsa();
  private static final KeyPair EC = TestTokens.p256();
  private static final KeyPair ED = TestTokens.ed25519();

  private final TokenVerifier verifier =
      verifier(List.of(RSA.getPublic(), EC.getPublic(), ED.getPublic()), null, null);

  static Stream<KeyPair> keyPairs() {
    return Stream.of(RSA, EC, ED);
  }

  @Test
  void anHs256TokenOfTheAppsSecretIsTaken() {
    AccessToken token = accepted(TestTokens.hs256(claims(), SECRET));

    assertThat(token)
        .isEqualTo(
            new AccessToken(
                new UserRef("default", "alice"),
                null,
                java.util.Set.of(Grant.CALL, Grant.PRESENCE),
                NOW.plusSeconds(60).toEpochMilli()));
  }

  @ParameterizedTest
  @MethodSource("keyPairs")
  void aTokenSignedWithAConfiguredKeyIsTaken(KeyPair keys) {
    assertThat(accepted(TestTokens.signed(claims(), keys)).user().userId()).isEqualTo("alice");
  }

  @Test
  void anotherSecretIsRefused() {
    refused(ErrorCode.TOKEN_INVALID, TestTokens.hs256(claims(), OTHER_SECRET));
  }

  @Test
  void keysThatAreNotConfiguredAreRefused() {
    refused(ErrorCode.TOKEN_INVALID, TestTokens.signed(claims(), TestTokens.rsa()));
    refused(ErrorCode.TOKEN_INVALID, TestTokens.signed(claims(), TestTokens.p256()));
    refused(ErrorCode.TOKEN_INVALID, TestTokens.signed(claims(), TestTokens.ed25519()));
  }

  @Test
  void eachAppHasItsOwnSecret() {
    JwtClaims ofOther = claims();
    ofOther.setStringClaim("app", "other");

    assertThat(accepted(TestTokens.hs256(ofOther, OTHER_SECRET)).user())
        .isEqualTo(new UserRef("other", "alice"));
    refused(ErrorCode.TOKEN_INVALID, TestTokens.hs256(ofOther, SECRET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "an app", "a/b"})
  void anAppThatCanNotBeIsRefused(String app) {
    JwtClaims claims = claims();
    claims.setStringClaim("app", app);

    refused(ErrorCode.TOKEN_INVALID, TestTokens.hs256(claims, OTHER_SECRET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "HS384", "RS512", "PS256", "ES384", "dir", ""})
  void otherAlgorithmsAreRefused(String algorithm) {
    String header =
        base64("{\"alg\":\"" + algorithm + "\"}") + '.' + base64(claims().toJson()) + '.';

    refused(ErrorCode.TOKEN_INVALID, header);
    refused(ErrorCode.TOKEN_INVALID, header + "AAAA");
  }

  @ParameterizedTest
  @MethodSource("keyPairs")
  void anHmacUnderAPublicKeyIsRefused(KeyPair keys) {
    byte[] der = keys.getPublic().getEncoded();

    refused(ErrorCode.TOKEN_INVALID, TestTokens.hs256(claims(), der));
    refused(ErrorCode.TOKEN_INVALID, TestTokens.hs256(claims(), TestTokens.pem(keys)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
  void anotherAlgorithmsHeaderOverAnHmacIsRefused(String algorithm) {
    String hmac = TestTokens.hs256(claims(), SECRET);

    refused(
        ErrorCode.TOKEN_INVALID,
        base64("{\"alg\":\"" + algorithm + "\"}") + hmac.substring(hmac.indexOf('.')));
  }

  @Test
  void aChangedPayloadIsRefused() {
    String[] parts = TestTokens.hs256(claims(), SECRET).split("\\.", -1);
    JwtClaims forged = claims();
    forged.setSubject("mallory");

    refused(ErrorCode.TOKEN_INVALID, parts[0] + '.' + base64(forged.toJson()) + '.' + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "token", "a.b.c", "....", "{}", "e30.e30.", "\u0000"})
  void whatIsNoTokenIsRefused(String text) {
    refused(ErrorCode.TOKEN_INVALID, text);
  }

  @Test
  void aTokenWithoutEndIsRefused() {
    JwtClaims endless = claims();
    endless.unsetClaim("exp");

    refused(ErrorCode.TOKEN_INVALID, TestTokens.hs256(endless, SECRET));
  }

  @Test
  void aTokenHasExpiredAtItsExpAndNotLater() {
    JwtClaims claims = claims();
    claims.setExpirationTime(at(NOW));
    refused(ErrorCode.TOKEN_EXPIRED, TestTokens.hs256(claims, SECRET));
    claims.setExpirationTime(at(NOW.minusSeconds(3600)));
    refused(ErrorCode.TOKEN_EXPIRED, TestTokens.hs256(claims, SECRET));
  }

  @Test
  void aTokenOfTheFutureIsNotValidYet() {
    JwtClaims claims = claims();
    claims.setNotBefore(at(NOW.plusSeconds(30)));
    refused(ErrorCode.TOKEN_NOT_YET_VALID, TestTokens.hs256(claims, SECRET));
    claims.setNotBefore(at(NOW.plusSeconds(2)));
    accepted(TestTokens.hs256(claims, SECRET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice smith", "alice/bob", "älice", "alice\n", "{}"})
  void aSubjectThatIsNoUserIdIsRefused(String subject) {
    JwtClaims claims = claims();
    claims.setSubject(subject);

    refused(ErrorCode.TOKEN_INVALID, TestTokens.hs256(claims, SECRET));
  }

  @Test
  void aClaimOfTheWrongTypeIsRefused() {
    for (String name : List.of("sub", "app", "device")) {
      JwtClaims claims = claims();
      claims.setClaim(name, 7);
      refused(ErrorCode.TOKEN_INVALID, TestTokens.hs256(claims, SECRET));
    }
  }

  @Test
  void deviceAndGrantsAreRead() {
    JwtClaims claims = claims();
    claims.setStringClaim("device", "pixel-7");
    claims.setStringListClaim("grants", "presence", "of-a-later-version");

    AccessToken token = accepted(TestTokens.hs256(claims, SECRET));

    assertThat(token.deviceId()).isEqualTo("pixel-7");
    assertThat(token.grants()).containsExactly(Grant.PRESENCE);
  }

  @Test
  void whatMayBeSentIsEverythingUnlessAGrantLimitsIt() {
    assertThat(publishOf("call", "publish:of-a-later-version")).isNull();
    assertThat(publishOf("call", "publish:audio", "publish:video", "publish:screen")).isNull();
    assertThat(publishOf("call", "publish:audio")).isEqualTo(new Tracks(true, false, false));
    assertThat(publishOf("call", "publish:video", "publish:screen"))
        .isEqualTo(new Tracks(false, true, true));
    assertThat(publishOf("call", "publish:none")).isEqualTo(Tracks.NONE);
    assertThat(publishOf("call", "publish:none", "publish:audio"))
        .isEqualTo(new Tracks(true, false, false));
    assertThat(accepted(TestTokens.hs256(claims(), SECRET)).publish()).isNull();
  }

  private Tracks publishOf(String... grants) {
    JwtClaims claims = claims();
    claims.setStringListClaim("grants", grants);
    return accepted(TestTokens.hs256(claims, SECRET)).publish();
  }

  @Test
  void issuerAndAudienceAreCheckedWhereConfigured() {
    TokenVerifier strict = verifier(List.of(), "https://issuer", "carillon");
    JwtClaims claims = claims();
    refused(strict, ErrorCode.TOKEN_INVALID, TestTokens.hs256(claims, SECRET));
    claims.setIssuer("https://issuer");
    refused(strict, ErrorCode.TOKEN_INVALID, TestTokens.hs256(claims, SECRET));
    claims.setAudience("somebody", "carillon");
    assertThat(strict.verify(TestTokens.hs256(claims, SECRET)).succeeded()).isTrue();
    claims.setIssuer("https://another");
    refused(strict, ErrorCode.TOKEN_INVALID, TestTokens.hs256(claims, SECRET));
  }

  @Test
  void anAudienceIsNoHindranceWhereNoneIsConfigured() {
    JwtClaims claims = claims();
    claims.setAudience("whoever");

    accepted(TestTokens.hs256(claims, SECRET));
  }

  private static TokenVerifier verifier(List<PublicKey> keys, String issuer, String audience) {
    return new TokenVerifier(
        new TokenSettings(
            app -> app.equals("default") ? SECRET : OTHER_SECRET, keys, null, issuer, audience),
        null,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static JwtClaims claims() {
    JwtClaims claims = new JwtClaims();
    claims.setSubject("alice");
    claims.setExpirationTime(at(NOW.plusSeconds(60)));
    return claims;
  }

  private static NumericDate at(Instant instant) {
    return NumericDate.fromSeconds(instant.getEpochSecond());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private AccessToken accepted(String token) {
    Future<AccessToken> verified = verifier.verify(token);
    assertThat(verified.cause()).isNull();
    return verified.result();
  }

  private void refused(ErrorCode code, String token) {
    refused(verifier, code, token);
  }

  private static void refused(TokenVerifier verifier, ErrorCode code, String token) {
    Future<AccessToken> verified = verifier.verify(token);
    assertThat(verified.failed()).as(token).isTrue();
    assertThat(verified.cause()).isInstanceOf(ProtocolException.class);
    assertThat(((ProtocolException) verified.cause()).code()).isEqualTo(code);
  }
}
