package io.carillon.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Why a call ended or a party left. In brackets the SIP status (RFC 3261, section 21). */
public enum EndReason {
  /** Somebody hung up (200). */
  HANGUP("hangup"),
  /** The caller gave up before an answer (487). */
  CANCELLED("cancelled"),
  /** The callee declined (603). */
  DECLINED("declined"),
  /** The callee is in another call (486). */
  BUSY("busy"),
  /**
   * The callee does not want to be disturbed: said in call.rejected alone, the call ends declined.
   */
  DND("dnd"),
  /** Nobody answered in time (408). */
  NO_ANSWER("no_answer"),
  /** No device to ring (480). */
  UNREACHABLE("unreachable"),
  /** Another call or device took over. */
  REPLACED("replaced"),
  /** A device did not come back within the grace period. */
  CONNECTION_LOST("connection_lost"),
  /** No media connection came about. */
  MEDIA_FAILED("media_failed"),
  /** The creator of the call, or an administrator in it, took the user out. */
  REMOVED("removed"),
  /** An administrator ended it. */
  ENDED_BY_ADMIN("ended_by_admin"),
  /** A fault of the server (500). */
  SERVER_ERROR("server_error");

  private final String code;

  EndReason(String code) {
    this.code = code;
  }

  /** The name on the wire. */
  @JsonValue
  public String code() {
    return code;
  }

  /**
   * The constant of that wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static EndReason of(String code) {
    return WireNames.lookUp(values(), EndReason::code, code, "reason");
  }
}
