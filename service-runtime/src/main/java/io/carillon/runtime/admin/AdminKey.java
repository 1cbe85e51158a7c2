package io.carillon.runtime.admin;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.SecretFile;
import io.carillon.runtime.config.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * The key that administrators show: the setting {@code carillon.admin.key}, or the file {@code
 * admin-key} in the data folder, which is made when it is not there. Only its digest is kept.
 */
final class AdminKey {
  private static final String SETTING = "carillon.admin.key";
  private static final String FILE = "admin-key";

  /** What can stand in a header, and is long enough not to be guessed. */
  private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7e]{24,}");

  private final byte[] digest;

  private AdminKey(String key) {
    digest = digestOf(key);
  }

  /**
   * Reads the key, or makes it. Blocks.
   *
   * @throws ConfigurationException if it can't be used
   */
  static AdminKey load(Settings settings, Path dataFolder) {
    return settings
        .optional(SETTING)
        .map(key -> of(SETTING, key))
        .orElseGet(
            () -> {
              Path file = dataFolder.resolve(FILE);
              return of(file.toString(), SecretFile.read(file));
            });
  }

  /** Takes the same time however much of it is right. */
  boolean is(String shown) {
    return MessageDigest.isEqual(digest, digestOf(shown));
  }

  private static AdminKey of(String origin, String key) {
    if (!USABLE.matcher(key).matches()) {
      throw new ConfigurationException(
          origin
              + ": an admin key needs 24 characters or more, ASCII without spaces; try"
              + " openssl rand -base64 32");
    }
    return new AdminKey(key);
  }

  private static byte[] digestOf(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
