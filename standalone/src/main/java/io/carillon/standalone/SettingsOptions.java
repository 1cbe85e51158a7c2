package io.carillon.standalone;

import io.carillon.runtime.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that every command has, and how they become settings. */
public final class SettingsOptions {
  private static final Path DEFAULT_FILE = Path.of("carillon.properties");

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "where this installation keeps its files (default: ./data)")
  private Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "a properties file (default: ./carillon.properties, if there is one)")
  private Path file;

  private final Map<String, String> overrides = new HashMap<>();

  /** None of them is set yet. */
  public SettingsOptions() {}

  /** Lets an option of the command line win over environment and file; null is no option. */
  void override(String name, Object value) {
    if (value != null) {
      overrides.put(name, value.toString());
    }
  }

  /** All settings, with these options before all others. */
  public Settings settings() {
    override("carillon.data", data);
    return Settings.load(overrides, System.getenv(), file());
  }

  /** The properties file that is to be read; null where there is none. */
  public Path file() {
    if (file != null) {
      return file;
    }
    String named = System.getenv("CARILLON_CONFIG");
    if (named != null) {
      return Path.of(named);
    }
    return Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
  }
}
