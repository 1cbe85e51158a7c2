package io.carillon.media.colibri;

import io.carillon.media.colibri.BridgeFailure.Kind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what went wrong. All errors of colibri2 have status 400 over HTTP; the condition is lost,
 * and the reason stands in the title of a page.
 */
final class ColibriError {
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final Pattern TITLE =
      Pattern.compile("<title>Error 400 (?:Failed to create conference: )?([^<\r\n]{1,200})");

  private ColibriError() {}

  static BridgeFailure of(int status, String page) {
    return switch (status) {
      case BAD_REQUEST -> refused(reason(page));
      case NOT_FOUND ->
          new BridgeFailure(
              Kind.NOT_OPERATIONAL,
              "the bridge has no colibri2 over HTTP: set videobridge.apis.rest.enabled=true there");
      default -> new BridgeFailure(Kind.NOT_OPERATIONAL, "the bridge answered status " + status);
    };
  }

  private static BridgeFailure refused(String reason) {
    return new BridgeFailure(kind(reason), "the bridge says: " + reason);
  }

  private static Kind kind(String reason) {
    if (reason.startsWith("Conference not found")) {
      return Kind.CONFERENCE_MISSING;
    }
    if (reason.startsWith("Conference already exists")) {
      return Kind.CONFERENCE_EXISTS;
    }
    if (reason.startsWith("Endpoint not found")) {
      return Kind.ENDPOINT_MISSING;
    }
    if (reason.startsWith("Endpoint with ID") && reason.endsWith("already exists")) {
      return Kind.ENDPOINT_EXISTS;
    }
    return reason.equals("In graceful shutdown") ? Kind.SHUTTING_DOWN : Kind.BAD_REQUEST;
  }

  private static String reason(String page) {
    Matcher title = TITLE.matcher(page == null ? "" : page);
    return title.find() ? unescaped(title.group(1)) : "nothing of the reason";
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }
}
