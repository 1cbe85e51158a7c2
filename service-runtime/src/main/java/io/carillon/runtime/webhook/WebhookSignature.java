package io.carillon.runtime.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carillon.runtime.config.ConfigurationException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what is sent to an app's backend by the symmetric scheme of Standard Webhooks 1.0:
 * HMAC-SHA256 over {@code id.timestamp.body}, in the header {@value #SIGNATURE_HEADER} as {@code
 * v1,} and base64. Safe for use by several threads.
 */
public final class WebhookSignature {
  /** Carries the message's id, the same over retries. */
  public static final String ID_HEADER = "webhook-id";

  /** Carries when this attempt was made, in seconds since the epoch. */
  public static final String TIMESTAMP_HEADER = "webhook-timestamp";

  /** Carries the signature; a receiver has to expect several, with a blank between them. */
  public static final String SIGNATURE_HEADER = "webhook-signature";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String SECRET_PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final int MIN_KEY_BYTES = 24;

  private final SecretKeySpec key;

  private WebhookSignature(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Signs with a configured secret: {@code whsec_} and the key in base64, or a text whose UTF-8
   * bytes are the key.
   *
   * @param setting where it stands, for the complaint, which never quotes it
   * @throws ConfigurationException if the key is no base64 or has less than {@value #MIN_KEY_BYTES}
   *     bytes
   */
  public static WebhookSignature of(String setting, String secret) {
    byte[] key;
    try {
      key =
          secret.startsWith(SECRET_PREFIX)
              ? Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()))
              : secret.getBytes(UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw new ConfigurationException(
          setting + ": what follows " + SECRET_PREFIX + " must be base64");
    }
    if (key.length < MIN_KEY_BYTES) {
      throw new ConfigurationException(
          setting
              + ": a secret needs "
              + MIN_KEY_BYTES
              + " bytes or more, this one has "
              + key.length);
    }
    return new WebhookSignature(key);
  }

  /**
   * The three headers of a message.
   *
   * @param id without a full stop, which would make two messages look alike
   * @param timestamp when it is sent, in seconds since the epoch
   */
  public Map<String, String> headers(String id, long timestamp, byte[] body) {
    return Map.of(
        ID_HEADER, id,
        TIMESTAMP_HEADER, Long.toString(timestamp),
        SIGNATURE_HEADER, sign(id, timestamp, body));
  }

  /** The value of {@value #SIGNATURE_HEADER}; the parameters are those of {@link #headers}. */
  public String sign(String id, long timestamp, byte[] body) {
    return VERSION + Base64.getEncoder().encodeToString(digest(id, timestamp, body));
  }

  /**
   * Whether one of the signatures in a header is this secret's. How old the message may be is for
   * the receiver to say.
   */
  public boolean verify(String id, long timestamp, byte[] body, String signatures) {
    byte[] expected = sign(id, timestamp, body).getBytes(UTF_8);
    return Arrays.stream(signatures.split(" ", -1))
        .anyMatch(signature -> MessageDigest.isEqual(expected, signature.getBytes(UTF_8)));
  }

  private byte[] digest(String id, long timestamp, byte[] body) {
    Mac mac = mac();
    mac.update((id + '.' + timestamp + '.').getBytes(UTF_8));
    return mac.doFinal(body);
  }

  /** A new one each time: a Mac has state. Every JDK has this algorithm. */
  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
