package io.carillon.runtime.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The secret with which an installation signs and checks its HS256 tokens (RFC 7518, section 3.2):
 * the setting {@code carillon.token.secret}, or the file {@code secret} in the data folder, which
 * is made when it is not there.
 */
public final class InstallationSecret {
  private static final String SETTING = "carillon.token.secret";
  private static final String FILE = "secret";
  private static final int BYTES = 32;

  private InstallationSecret() {}

  /**
   * The key: the UTF-8 bytes of the secret's text. Blocks.
   *
   * @throws ConfigurationException if the file can't be read or made, or the secret is too short
   */
  public static byte[] load(Settings settings, Path dataFolder) {
    return settings
        .optional(SETTING)
        .map(text -> key(SETTING, text))
        .orElseGet(
            () -> {
              Path file = dataFolder.resolve(FILE);
              return key(file.toString(), SecretFile.read(file));
            });
  }

  /**
   * A configured secret as a key.
   *
   * @param origin where it stands, for the complaint
   * @throws ConfigurationException if it is shorter than HS256 needs
   */
  static byte[] key(String origin, String text) {
    byte[] key = text.strip().getBytes(StandardCharsets.UTF_8);
    if (key.length < BYTES) {
      throw new ConfigurationException(
          origin + ": a secret needs " + BYTES + " bytes or more, this one has " + key.length);
    }
    return key;
  }
}
