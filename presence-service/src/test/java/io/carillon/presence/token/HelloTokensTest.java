package io.carillon.presence.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] GUESS = "fedcba9876543210fedcba9876543210".getBytes(UTF_8);
  private static final String HERE = "192.0.2.1";
  private static final long PATIENCE = 15_000;

  private final AtomicLong now = new AtomicLong();
  private final HelloTokens tokens =
      new HelloTokens(
          new TokenVerifier(
              new TokenSettings(app -> SECRET, List.of(), null, null, null),
              null,
              Clock.fixed(NOW, ZoneOffset.UTC)),
          now::get);

  private final String good = TestTokens.hs256(claims("alice"), SECRET);
  private final String forged = TestTokens.hs256(claims("alice"), GUESS);

  @Test
  void afterTenForgedTokensTheNextWaits() {
    refuse(9, forged);
    assertThat(tokens.delay(HERE, forged, PATIENCE)).isZero();
    refuse(1, forged);

    assertThat(tokens.delay(HERE, forged, PATIENCE)).isEqualTo(500);
    assertThat(tokens.delay(HERE, good, PATIENCE)).isEqualTo(1_500);
  }

  @Test
  void anotherAddressAndAnotherUserDoNotWait() {
    refuse(20, forged);

    assertThat(tokens.delay("192.0.2.2", good, PATIENCE)).isZero();
    assertThat(tokens.delay(HERE, TestTokens.hs256(claims("bob"), SECRET), PATIENCE)).isZero();
    JwtClaims elsewhere = claims("alice");
    elsewhere.setStringClaim("app", "other");
    assertThat(tokens.delay(HERE, TestTokens.hs256(elsewhere, SECRET), PATIENCE)).isZero();
  }

  @Test
  void aGoodTokenEndsIt() {
    refuse(10, forged);

    assertThat(tokens.verify(HERE, good).succeeded()).isTrue();

    assertThat(tokens.delay(HERE, good, PATIENCE)).isZero();
    refuse(9, forged);
    assertThat(tokens.delay(HERE, good, PATIENCE)).isZero();
  }

  @Test
  void anExpiredTokenIsNoGuessAndNoProofEither() {
    JwtClaims claims = claims("alice");
    claims.setExpirationTime(NumericDate.fromSeconds(NOW.getEpochSecond() - 60));
    String expired = TestTokens.hs256(claims, SECRET);
    for (int i = 0; i < 20; i++) {
      assertThat(refusal(expired)).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }
    assertThat(tokens.delay(HERE, good, PATIENCE)).isZero();
    refuse(10, forged);

    refusal(expired);

    assertThat(tokens.delay(HERE, good, PATIENCE)).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "HS512", "RS256", "EdDSA"})
  void anotherAlgorithmIsAGuess(String algorithm) {
    String[] parts = good.split("\\.", -1);
    String header =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("{\"alg\":\"" + algorithm + "\"}").getBytes(UTF_8));

    refuse(10, header + '.' + parts[1] + '.' + parts[2]);

    assertThat(tokens.delay(HERE, good, PATIENCE)).isEqualTo(500);
  }

  @Test
  void noSignatureIsAGuess() {
    refuse(10, good.substring(0, good.lastIndexOf('.') + 1));

    assertThat(tokens.delay(HERE, good, PATIENCE)).isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b.c", "nonsense"})
  void whatClaimsNobodyIsNotCounted(String token) {
    refuse(20, token);

    assertThat(tokens.delay(HERE, token, PATIENCE)).isZero();
  }

  @Test
  void whoWouldWaitForTooLongIsToldWhenToComeBack() {
    refuse(10, forged);
    assertThat(tokens.delay(HERE, forged, 1_200)).isEqualTo(500);

    ProtocolException refusal =
        catchThrowableOfType(ProtocolException.class, () -> tokens.delay(HERE, good, 1_200));

    assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(refusal.body().retryAfterMs()).isEqualTo(300);
    now.addAndGet(300);
    assertThat(tokens.delay(HERE, good, 1_200)).isEqualTo(1_200);
  }

  @Test
  void tenMinutesLaterItIsForgotten() {
    refuse(10, forged);
    now.addAndGet(Guesses.WINDOW_MS + 1);

    assertThat(tokens.delay(HERE, good, PATIENCE)).isZero();
  }

  private void refuse(int times, String token) {
    for (int i = 0; i < times; i++) {
      assertThat(refusal(token)).isEqualTo(ErrorCode.TOKEN_INVALID);
    }
  }

  private ErrorCode refusal(String token) {
    return ((ProtocolException) tokens.verify(HERE, token).cause()).code();
  }

  private static JwtClaims claims(String user) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject(user);
    claims.setExpirationTime(NumericDate.fromSeconds(NOW.getEpochSecond() + 60));
    return claims;
  }
}
