package io.carillon.runtime.cluster;

import io.carillon.runtime.config.ConfigurationException;
import io.carillon.runtime.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a node keeps what outlives its process. */
final class DataFolder {
  private DataFolder() {}

  /**
   * The folder of the settings, made if it is not there.
   *
   * @throws ConfigurationException if nothing can be written there
   */
  static Path of(Settings settings) {
    Path folder = settings.path("carillon.data", Path.of("data"));
    try {
      Files.createDirectories(folder);
      // Only writing tells whether one can write: root is told yes even where the file system says
      // no.
      Files.delete(Files.createTempFile(folder, "probe", null));
      return folder;
    } catch (IOException e) {
      throw new ConfigurationException(
          "can't use the data folder " + folder + ": choose one that can be written with --data");
    }
  }
}
