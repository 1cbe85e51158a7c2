package io.carillon.runtime.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret with which an installation signs and checks its HS256 tokens (RFC 7518, section 3.2):
 * the setting {@code carillon.token.secret}, or the file {@code secret} in the data folder, which
 * is made with 256 random bits, readable by its owner alone, when it is not there.
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
        .orElseGet(() -> key(dataFolder.resolve(FILE).toString(), fromFile(dataFolder)));
  }

  /**
   * A configured secret as a key.
   *
   * @param origin where it stands, for the complaint
   * @throws ConfigurationException if it is shorter than HS256 needs
   */
  public static byte[] key(String origin, String text) {
    byte[] key = text.strip().getBytes(StandardCharsets.UTF_8);
    if (key.length < BYTES) {
      throw new ConfigurationException(
          origin + ": a secret needs " + BYTES + " bytes or more, this one has " + key.length);
    }
    return key;
  }

  private static String fromFile(Path dataFolder) {
    Path file = dataFolder.resolve(FILE);
    try {
      if (Files.notExists(file)) {
        create(dataFolder, file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "can't read or make the secret " + file + ": check who may read and write there");
    }
  }

  /** A link appears with the whole secret in it, and only if nobody was faster. */
  private static void create(Path dataFolder, Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Files.createDirectories(dataFolder);
    Path draft = Files.createTempFile(dataFolder, FILE, ".new", ownerOnly(dataFolder));
    try {
      Files.writeString(draft, text + "\n");
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException another) {
      // That one is as good.
    } catch (UnsupportedOperationException noLinks) {
      Files.move(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }
}
