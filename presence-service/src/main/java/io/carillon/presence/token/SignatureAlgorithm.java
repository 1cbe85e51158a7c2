package io.carillon.presence.token;

import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.jose4j.jws.AlgorithmIdentifiers;

/**
 * Which algorithm a key is for. The key decides, never the token: that is what keeps an HMAC under
 * a public key, or no signature at all, from being taken (RFC 8725, section 3.1).
 */
final class SignatureAlgorithm {
  private static final int MIN_RSA_BITS = 2048;
  private static final int P256_BITS = 256;

  private SignatureAlgorithm() {}

  /** The JWS name of the algorithm, or null for a key that no token may be signed with. */
  static String of(Key key) {
    return switch (key) {
      case RSAPublicKey rsa when rsa.getModulus().bitLength() >= MIN_RSA_BITS ->
          AlgorithmIdentifiers.RSA_USING_SHA256;
      case ECPublicKey ec when ec.getParams().getOrder().bitLength() == P256_BITS ->
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
      case EdECPublicKey edwards when edwards.getParams().getName().equals("Ed25519") ->
          AlgorithmIdentifiers.EDDSA;
      default -> null;
    };
  }
}
