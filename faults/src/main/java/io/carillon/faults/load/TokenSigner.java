package io.carillon.faults.load;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Signs the users' tokens (RFC 7519, HS256) with the secret of the installation under test. */
public final class TokenSigner {

  private static final float LIFETIME_MINUTES = 6 * 60;

  private final Key key;

  /**
   * @param secret the characters whose UTF-8 bytes are the HMAC key, 32 bytes or more
   */
  public TokenSigner(String secret) {
    this.key = new HmacKey(secret.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A token that lives longer than any run.
   *
   * @throws IllegalStateException if the key is too short for HS256
   */
  public String tokenFor(String userId) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject(userId);
    claims.setClaim("app", "default");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(LIFETIME_MINUTES);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    signature.setKey(key);
    signature.setPayload(claims.toJson());
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("cannot sign a token: " + e.getMessage(), e);
    }
  }
}
