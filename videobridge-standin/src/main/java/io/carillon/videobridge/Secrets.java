package io.carillon.videobridge;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Draws ids, passwords and the like. */
final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SHA_256_BYTES = 32;

  private Secrets() {}

  /** A text of that many bytes in hexadecimal. */
  static String hex(int bytes) {
    return HexFormat.of().formatHex(drawn(bytes));
  }

  static long ssrc() {
    return RANDOM.nextLong(1, 1L << 32);
  }

  /** What a fingerprint looks like. There is no certificate to it. */
  static String fingerprint() {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(drawn(SHA_256_BYTES));
  }

  private static byte[] drawn(int bytes) {
    byte[] drawn = new byte[bytes];
    RANDOM.nextBytes(drawn);
    return drawn;
  }
}
