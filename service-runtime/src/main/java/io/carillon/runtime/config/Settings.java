package io.carillon.runtime.config;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The settings of an installation, strongest first: command line, environment ({@code
 * CARILLON_CALL_RING_TIMEOUT} for {@code carillon.call.ring-timeout}), configuration file, default.
 * Each service reads its own into one record, once.
 */
public final class Settings {
  private final SmallRyeConfig config;

  private Settings(SmallRyeConfig config) {
    this.config = config;
  }

  /**
   * Reads the sources.
   *
   * @param overrides from the command line, by full name
   * @param environment such as {@link System#getenv()}
   * @param file a properties file, or null
   * @throws ConfigurationException if the file can't be read
   */
  public static Settings load(
      Map<String, String> overrides, Map<String, String> environment, Path file) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(overrides, "command line", 400))
            .withSources(new EnvConfigSource(environment, 300));
    if (file != null) {
      builder.withSources(new PropertiesConfigSource(readFile(file), "configuration file", 200));
    }
    return new Settings(builder.build());
  }

  /** The text of that name, or the fallback. */
  public String text(String name, String fallback) {
    return optional(name).orElse(fallback);
  }

  /** The text of that name, if it is set and not empty. */
  public Optional<String> optional(String name) {
    return config.getOptionalValue(name, String.class).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** The parts of a comma-separated list, empty if it is not set. */
  public List<String> list(String name) {
    return optional(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /**
   * A whole number.
   *
   * @throws ConfigurationException if it is none, or out of bounds
   */
  public int number(String name, int fallback, int min, int max) {
    return optional(name)
        .map(
            value -> {
              try {
                int number = Integer.parseInt(value);
                if (number >= min && number <= max) {
                  return number;
                }
              } catch (NumberFormatException notOne) {
                // refused below
              }
              throw wrong(name, value, "a whole number from " + min + " to " + max);
            })
        .orElse(fallback);
  }

  /**
   * A switch: {@code true} or {@code false}.
   *
   * @throws ConfigurationException if it is neither
   */
  public boolean flag(String name, boolean fallback) {
    return optional(name)
        .map(
            value ->
                switch (value) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw wrong(name, value, "true or false");
                })
        .orElse(fallback);
  }

  /**
   * A length of time, as {@code 30s}, {@code 500ms}, {@code 2m}, {@code 1h} or by ISO 8601 ({@code
   * PT30S}).
   *
   * @throws ConfigurationException if it is none, or not positive
   */
  public Duration duration(String name, Duration fallback) {
    return optional(name)
        .map(
            value -> {
              try {
                Duration duration = Durations.parse(value);
                if (duration.isPositive()) {
                  return duration;
                }
              } catch (DateTimeParseException notOne) {
                // refused below
              }
              throw wrong(name, value, "a duration such as 30s, 500ms, 2m or PT30S");
            })
        .orElse(fallback);
  }

  /** A path, or the fallback (which may be null). */
  public Path path(String name, Path fallback) {
    return optional(name).map(Path::of).orElse(fallback);
  }

  /** The complaint about a value, for a check that a reader makes itself. */
  public static ConfigurationException wrong(String name, String value, String expected) {
    return new ConfigurationException(name + ": expected " + expected + ", got \"" + value + '"');
  }

  private static Map<String, String> readFile(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "can't read the configuration file " + file + ": check that it exists and is readable");
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }
}
