package io.carillon.presence.token;

import io.carillon.runtime.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Public keys in PEM blocks (RFC 7468, section 13): RSA, P-256 or Ed25519. */
final class PemKeys {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*)-----END PUBLIC KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private PemKeys() {}

  /**
   * The keys of a file. Blocks.
   *
   * @throws ConfigurationException if the file can't be read or holds anything but usable keys
   */
  static List<PublicKey> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "can't read the public keys "
              + file
              + ": check that the file exists and is readable, or change carillon.token.public-keys");
    }
    List<PublicKey> keys =
        BLOCK
            .matcher(text)
            .results()
            .map(block -> decode(file, block.group(1).replaceAll("\\s", "")))
            .toList();
    if (keys.isEmpty()) {
      throw new ConfigurationException(
          file + ": expected one or more blocks that begin with -----BEGIN PUBLIC KEY-----");
    }
    return keys;
  }

  private static PublicKey decode(Path file, String base64) {
    for (String algorithm : ALGORITHMS) {
      try {
        PublicKey key =
            KeyFactory.getInstance(algorithm)
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        if (SignatureAlgorithm.of(key) != null) {
          return key;
        }
      } catch (GeneralSecurityException | IllegalArgumentException notOfThisKind) {
        // the next kind may fit
      }
    }
    throw new ConfigurationException(
        file + ": holds a key that is neither RSA of 2048 bits or more, nor P-256, nor Ed25519");
  }
}
