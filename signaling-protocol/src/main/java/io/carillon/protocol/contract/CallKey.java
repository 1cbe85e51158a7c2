package io.carillon.protocol.contract;

/** The key of calls and media sessions in the maps that are shared: {@code app/callId}. */
public final class CallKey {
  private CallKey() {}

  /** The key of a call. */
  public static String of(String app, String callId) {
    return app + '/' + callId;
  }
}
