package io.carillon.standalone;

import io.carillon.runtime.config.InstallationSecret;
import io.carillon.runtime.config.Settings;
import java.nio.file.Path;
import java.time.Instant;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Makes tokens with the secret of this installation, for the demo and for the command line. */
final class TokenIssuer {
  private final byte[] key;

  private TokenIssuer(byte[] key) {
    this.key = key;
  }

  /**
   * An issuer with the installation's secret, which is made if there is none yet.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if it can't be read or written
   */
  static TokenIssuer of(Settings settings, Path dataFolder) {
    return new TokenIssuer(InstallationSecret.load(settings, dataFolder));
  }

  /** A token by HS256 (RFC 7519); {@code device} binds it to one device unless it is null. */
  String issue(String app, String user, String device, Instant expiresAt) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject(user);
    claims.setClaim("app", app);
    claims.setIssuedAtToNow();
    claims.setExpirationTime(NumericDate.fromSeconds(expiresAt.getEpochSecond()));
    if (device != null) {
      claims.setClaim("device", device);
    }
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    signature.setHeader("typ", "JWT");
    signature.setKey(new HmacKey(key));
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
