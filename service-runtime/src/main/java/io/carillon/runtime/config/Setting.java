package io.carillon.runtime.config;

import java.util.regex.Pattern;

/**
 * A setting that somebody made, as it may be shown: whatever is secret in its value has become
 * {@code ***}.
 *
 * @param name as it was written, {@code carillon.port} or {@code CARILLON_PORT}
 * @param source where it was written
 */
public record Setting(String name, String value, String source) {
  private static final String HIDDEN = "***";
  private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(?:secret|password|key)");

  /** A database's URL may carry a password among its parameters or before its host. */
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?i)((?:secret|password|key|token)=)[^&;\\s]*");

  private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s]*@");

  public Setting {
    value = SECRET_NAME.matcher(name).matches() ? HIDDEN : withoutSecrets(value);
  }

  private static String withoutSecrets(String value) {
    String hidden = SECRET_PARAMETER.matcher(value).replaceAll("$1" + HIDDEN);
    return USER_INFO.matcher(hidden).replaceAll("$1" + HIDDEN + "@");
  }
}
