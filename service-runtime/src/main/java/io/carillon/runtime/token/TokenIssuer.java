package io.carillon.runtime.token;

import io.carillon.protocol.Grant;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.config.AppSecrets;
import io.carillon.runtime.config.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * Makes tokens by HS256 (RFC 7519) with the secrets of apps, as this installation takes them. Safe
 * for use by several threads.
 */
public final class TokenIssuer {
  /** What a token allows that says nothing else. */
  public static final Set<Grant> USUAL_GRANTS = Set.copyOf(EnumSet.of(Grant.CALL, Grant.PRESENCE));

  private final AppSecrets secrets;
  private final String issuer;
  private final String audience;

  private TokenIssuer(AppSecrets secrets, String issuer, String audience) {
    this.secrets = secrets;
    this.issuer = issuer;
    this.audience = audience;
  }

  /**
   * An issuer with the secrets of this installation. Blocks.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if they can't be read or written
   */
  public static TokenIssuer of(Settings settings, Path dataFolder) {
    return new TokenIssuer(
        AppSecrets.load(settings, dataFolder),
        settings.text("carillon.token.issuer", null),
        settings.text("carillon.token.audience", null));
  }

  /**
   * A token.
   *
   * @param device the device that it is bound to, or null
   * @param expiresAt rounded down to seconds
   * @throws io.carillon.runtime.config.ConfigurationException if the app's secret can't be used
   */
  public String issue(UserRef user, String device, Collection<Grant> grants, Instant expiresAt) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject(user.userId());
    claims.setClaim("app", user.app());
    claims.setIssuedAtToNow();
    claims.setExpirationTime(NumericDate.fromSeconds(expiresAt.getEpochSecond()));
    claims.setStringListClaim("grants", grants.stream().map(Grant::code).sorted().toList());
    if (device != null) {
      claims.setClaim("device", device);
    }
    if (issuer != null) {
      claims.setIssuer(issuer);
    }
    if (audience != null) {
      claims.setAudience(audience);
    }
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    signature.setHeader("typ", "JWT");
    signature.setKey(new HmacKey(secrets.of(user.app())));
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
