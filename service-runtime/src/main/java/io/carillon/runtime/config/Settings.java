package io.carillon.runtime.config;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings of an installation, strongest first: command line, environment ({@code
 * CARILLON_CALL_RING_TIMEOUT} for {@code carillon.call.ring-timeout}), configuration file, default.
 * Each service reads its own into one record, once.
 */
public final class Settings {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String ENVIRONMENT_PREFIX = "CARILLON_";
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

  private final List<Source> strongestFirst;
  private final SmallRyeConfig config;

  private Settings(List<Source> strongestFirst) {
    this.strongestFirst = List.copyOf(strongestFirst);
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
    for (int i = 0; i < strongestFirst.size(); i++) {
      builder.withSources(strongestFirst.get(i).withOrdinal(strongestFirst.size() - i));
    }
    this.config = builder.build();
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
    List<Source> sources = new ArrayList<>();
    sources.add(new Source("command line", overrides));
    sources.add(new Source(Source.ENVIRONMENT, environment));
    if (file != null) {
      sources.add(new Source(file.toString(), readFile(file)));
    }
    return new Settings(sources);
  }

  /**
   * These settings with one more, which goes before all others.
   *
   * @param source what it follows from
   */
  public Settings and(String name, String value, String source) {
    List<Source> sources = new ArrayList<>(strongestFirst);
    sources.addFirst(new Source(source, Map.of(name, value)));
    return new Settings(sources);
  }

  /**
   * What somebody has set and nothing stronger overrides, by name. Nothing in it is secret; see
   * {@link Setting}.
   */
  public List<Setting> made() {
    Map<String, Setting> byVariable = new TreeMap<>();
    for (Source source : strongestFirst) {
      source
          .values()
          .forEach(
              (name, value) ->
                  byVariable.putIfAbsent(
                      variable(name), new Setting(name, value.strip(), source.name())));
    }
    return byVariable.entrySet().stream()
        .filter(
            made ->
                made.getKey().startsWith(ENVIRONMENT_PREFIX) && !made.getValue().value().isEmpty())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The environment variable that means the same. */
  private static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
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
   * A number with or without decimals, written with a full stop.
   *
   * @throws ConfigurationException if it is none, or out of bounds
   */
  public double decimal(String name, double fallback, double min, double max) {
    return optional(name)
        .map(
            value -> {
              if (DECIMAL.matcher(value).matches()) {
                double number = Double.parseDouble(value);
                if (number >= min && number <= max) {
                  return number;
                }
              }
              throw wrong(name, value, "a number from " + min + " to " + max);
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

  /**
   * An address that may be trusted with what is sent there: https, or http where it leads no
   * further than this machine.
   *
   * @throws ConfigurationException if it is none
   */
  public Optional<URI> secureUrl(String name) {
    return optional(name)
        .map(
            value -> {
              try {
                URI url = new URI(value);
                if (url.getHost() != null && isSecure(url)) {
                  return url;
                }
              } catch (URISyntaxException notOne) {
                // refused below
              }
              throw wrong(name, value, "an https address (http on localhost)");
            });
  }

  private static boolean isSecure(URI url) {
    return "https".equalsIgnoreCase(url.getScheme())
        || ("http".equalsIgnoreCase(url.getScheme()) && LOOPBACK.contains(url.getHost()));
  }

  /**
   * What stands between two parts of names that are set, such as each {@code acme} of {@code
   * carillon.app.acme.secret}. Names of the environment count in lower case with full stops: they
   * have no others.
   */
  public Set<String> between(String prefix, String suffix) {
    Set<String> found = new TreeSet<>();
    for (String written : config.getPropertyNames()) {
      String name =
          written.startsWith(ENVIRONMENT_PREFIX)
              ? written.toLowerCase(Locale.ROOT).replace('_', '.')
              : written;
      if (name.length() > prefix.length() + suffix.length()
          && name.startsWith(prefix)
          && name.endsWith(suffix)) {
        found.add(name.substring(prefix.length(), name.length() - suffix.length()));
      }
    }
    return found;
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

  private record Source(String name, Map<String, String> values) {
    static final String ENVIRONMENT = "environment";

    ConfigSource withOrdinal(int ordinal) {
      if (name.equals(ENVIRONMENT)) {
        return new EnvConfigSource(values, ordinal);
      }
      return new PropertiesConfigSource(values, name, ordinal);
    }
  }
}
