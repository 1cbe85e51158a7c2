package io.carillon.media.bridge;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a bridge is good for. */
enum BridgeState {
  /** It has not answered yet. */
  NEW("new"),
  /** It takes conferences. */
  UP("up"),
  /** It takes conferences only where there is no other. */
  DRAINING("draining"),
  /** It keeps the conferences that it has, and takes none. */
  SHUTTING_DOWN("shutting_down"),
  /** It has failed lately, and is left alone for a while. */
  RESTING("resting"),
  /** It does not answer in time; it keeps its conferences for the moment. */
  SILENT("silent"),
  /** It is ill or gone, and its conferences have gone elsewhere. */
  FAILED("failed"),
  /** Its name does not lead to it any more; it keeps the conferences that it has. */
  WITHDRAWN("withdrawn");

  private final String code;

  BridgeState(String code) {
    this.code = code;
  }

  /** Its name in metrics and for administrators. */
  @JsonValue
  String code() {
    return code;
  }

  /** Whether it takes conferences at all. */
  boolean usable() {
    return this == UP || this == DRAINING;
  }
}
