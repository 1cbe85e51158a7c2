package io.carillon.runtime.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret that an installation keeps in a file of its data folder, readable by its owner alone,
 * and makes with 256 random bits when it is not there.
 */
public final class SecretFile {
  private static final int BYTES = 32;

  private SecretFile() {}

  /**
   * The text of the secret in that file, made first if need be. Blocks.
   *
   * @throws ConfigurationException if the file can't be read or made
   */
  public static String read(Path file) {
    try {
      if (Files.notExists(file)) {
        create(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigurationException(
          "can't read or make the secret " + file + ": check who may read and write there");
    }
  }

  /** A link appears with the whole secret in it, and only if nobody was faster. */
  private static void create(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft =
        Files.createTempFile(folder, file.getFileName().toString(), ".new", ownerOnly(folder));
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
