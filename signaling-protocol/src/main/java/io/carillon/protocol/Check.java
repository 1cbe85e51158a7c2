package io.carillon.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.regex.Pattern;

/**
 * The checks that records make of themselves; each throws a {@link ProtocolException} that names
 * the field.
 */
public final class Check {
  private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9._@:-]{1,128}");
  private static final Pattern APP = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern ROOM = Pattern.compile("[A-Za-z0-9._@:-]{1,128}");
  private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9._@:-]{1,128}");

  private Check() {}

  /** A value that must be there. */
  public static <T> T present(String field, T value) {
    if (value == null) {
      throw ProtocolException.badField(field, "is missing");
    }
    return value;
  }

  /**
   * Values of which at least one must be there.
   *
   * @param field the name of the first of them
   */
  public static void anyPresent(String field, Object... values) {
    for (Object value : values) {
      if (value != null) {
        return;
      }
    }
    throw ProtocolException.badField(field, "this or another of its kind must be there");
  }

  /** A user id, as the token's {@code sub}. */
  public static String userId(String field, String value) {
    return matching(field, value, USER_ID, "must be 1 to 128 of A-Z a-z 0-9 . _ @ : -");
  }

  /** A tenant, as the token's {@code app}. */
  public static String app(String field, String value) {
    return matching(field, value, APP, "must be 1 to 64 of A-Z a-z 0-9 . _ -");
  }

  /** A device id. */
  public static String deviceId(String field, String value) {
    return matching(field, value, DEVICE_ID, "must be 1 to 128 of A-Z a-z 0-9 . _ @ : -");
  }

  /** The name of a room. */
  public static String room(String value) {
    return matching("room", value, ROOM, "must be 1 to 128 of A-Z a-z 0-9 . _ @ : -");
  }

  /** A call id: a UUID in its canonical text form (RFC 9562, section 4). */
  public static String callId(String value) {
    present("callId", value);
    boolean canonical = value.length() == 36;
    for (int i = 0; canonical && i < 36; i++) {
      char c = value.charAt(i);
      canonical = (i == 8 || i == 13 || i == 18 || i == 23) ? c == '-' : isHexDigit(c);
    }
    if (!canonical) {
      throw ProtocolException.badField("callId", "must be a UUID");
    }
    return value;
  }

  /** A text of limited length; null is left alone. */
  public static String text(String field, String value, int maxChars) {
    if (value != null && value.length() > maxChars) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE, field + ": at most " + maxChars + " characters");
    }
    return value;
  }

  /** A number within bounds, both included; null is left alone. */
  public static <N extends Number> N range(String field, N value, long min, long max) {
    if (value != null && (value.longValue() < min || value.longValue() > max)) {
      throw ProtocolException.badField(field, "must be " + min + " to " + max);
    }
    return value;
  }

  /** A measured figure, finite and not negative; null is left alone. */
  public static Double notNegative(String field, Double value) {
    if (value != null && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw ProtocolException.badField(field, "must be a number from 0");
    }
    return value;
  }

  /** What an application puts into a call: an object of limited size; null is left alone. */
  public static RawJson userInfo(RawJson value) {
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      throw ProtocolException.badField("userInfo", "must be an object");
    }
    if (value.utf8Bytes() > Limits.MAX_USER_INFO_BYTES) {
      throw new ProtocolException(
          ErrorCode.TOO_LARGE, "userInfo: at most " + Limits.MAX_USER_INFO_BYTES + " bytes");
    }
    return value;
  }

  /** User ids, at least one and each once. */
  public static <C extends Collection<String>> C users(String field, C users, int max) {
    present(field, users);
    if (users.isEmpty()) {
      throw ProtocolException.badField(field, "must name at least one user");
    }
    if (users.size() > max) {
      throw new ProtocolException(ErrorCode.TOO_LARGE, field + ": at most " + max + " users");
    }
    HashSet<String> seen = new HashSet<>();
    for (String user : users) {
      if (!seen.add(userId(field, user))) {
        throw ProtocolException.badField(field, "names a user twice");
      }
    }
    return users;
  }

  static void utf8AtMost(String field, String value, int maxBytes) {
    boolean tooLong =
        value.length() > maxBytes
            || (value.length() * 3L > maxBytes
                && value.getBytes(StandardCharsets.UTF_8).length > maxBytes);
    if (tooLong) {
      throw new ProtocolException(ErrorCode.TOO_LARGE, field + ": at most " + maxBytes + " bytes");
    }
  }

  private static boolean isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static String matching(String field, String value, Pattern pattern, String rule) {
    present(field, value);
    if (!pattern.matcher(value).matches()) {
      throw ProtocolException.badField(field, rule);
    }
    return value;
  }
}
