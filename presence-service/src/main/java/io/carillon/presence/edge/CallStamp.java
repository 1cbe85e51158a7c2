package io.carillon.presence.edge;

/**
 * What stands at the beginning of each event about a call: which call, and which version of it. The
 * event is not decoded for that: what comes from a service has its fields in this order.
 */
final class CallStamp {
  private static final String CALL_ID = "{\"callId\":\"";
  private static final String VERSION = "\",\"version\":";
  private static final int DECIMAL = 10;

  private CallStamp() {}

  /** The call that an event is about, or null. */
  static String callId(String data) {
    if (!data.startsWith(CALL_ID)) {
      return null;
    }
    int end = data.indexOf('"', CALL_ID.length());
    return end < 0 ? null : data.substring(CALL_ID.length(), end);
  }

  /** The version that an event of that call brought about; the greatest for one without. */
  static long version(String callId, String data) {
    int start = CALL_ID.length() + callId.length();
    if (!data.startsWith(callId, CALL_ID.length()) || !data.startsWith(VERSION, start)) {
      return Long.MAX_VALUE;
    }
    start += VERSION.length();
    int end = start;
    while (end < data.length() && Character.isDigit(data.charAt(end))) {
      end++;
    }
    return Long.parseLong(data, start, end, DECIMAL);
  }
}
