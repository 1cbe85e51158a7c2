package io.carillon.runtime.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as people write them: {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}, {@code
 * 7d}, {@code PT30S}.
 */
public final class Durations {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads one.
   *
   * @throws DateTimeParseException if it is neither a short form nor ISO 8601
   */
  public static Duration parse(String text) {
    Matcher match = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    if (!match.matches()) {
      return Duration.parse(text);
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
