package io.carillon.conformance;

import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** JWTs, good and bad. */
final class Tokens {
  private Tokens() {}

  /** {@code sub} and an {@code exp} in an hour, nothing else. */
  static JwtClaims claims(String userId) {
    return claims(userId, Duration.ofHours(1));
  }

  /** {@code sub} and an {@code exp} at that distance from now, in the past when negative. */
  static JwtClaims claims(String userId, Duration validFor) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject(userId);
    claims.setExpirationTime(
        NumericDate.fromSeconds(Instant.now().plus(validFor).getEpochSecond()));
    return claims;
  }

  static String hs256(JwtClaims claims, byte[] secret) {
    return signed(claims, AlgorithmIdentifiers.HMAC_SHA256, new HmacKey(secret), null);
  }

  /** A JWT of any algorithm; {@code keyId} becomes the {@code kid} header unless it is null. */
  static String signed(JwtClaims claims, String algorithm, Key key, String keyId) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    signature.setDoKeyValidation(false);
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue(algorithm);
    signature.setKey(key);
    if (keyId != null) {
      signature.setKeyIdHeaderValue(keyId);
    }
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code alg: none} (RFC 7519, section 6). */
  static String unsigned(JwtClaims claims) {
    return signed(claims, AlgorithmIdentifiers.NONE, null, null);
  }
}
