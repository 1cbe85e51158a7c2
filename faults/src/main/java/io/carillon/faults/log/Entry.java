package io.carillon.faults.log;

import java.util.List;
import java.util.Map;

/**
 * One thing that a client did or saw. {@code at} is milliseconds since the epoch by the one
 * monotonic clock of the load.
 */
public sealed interface Entry {

  /** When. */
  long at();

  /**
   * A hello was accepted.
   *
   * @param askedAt when the hello was sent
   * @param calls the live calls of a session that is new
   * @param ended what it says has ended lately: reason by call
   */
  record Connected(
      long at,
      long askedAt,
      String sessionId,
      boolean resumed,
      List<View> calls,
      Map<String, String> ended)
      implements Entry {}

  /**
   * The socket is gone.
   *
   * @param heardAt when the last frame came on it
   */
  record Disconnected(long at, long heardAt) implements Entry {}

  /**
   * A request was made; it may go out several times under its id.
   *
   * @param callId the call that it is about, or null
   */
  record Asked(long at, String id, String type, String callId) implements Entry {}

  /**
   * A request was not carried out and will be sent again.
   *
   * @param code of the error that said so, or {@link #NO_REPLY}
   */
  record PutOff(long at, Asked to, String code) implements Entry {

    /** Stands for no reply at all on a socket that lives. */
    public static final String NO_REPLY = "no_reply";
  }

  /**
   * A request got its reply.
   *
   * @param error the code of an error that is final, or null
   * @param calls the call, or the calls, in the reply
   */
  record Answered(long at, Asked to, String error, List<View> calls) implements Entry {

    /** Whether it was carried out. */
    public boolean isOk() {
      return error == null;
    }
  }

  /**
   * An event about a call came.
   *
   * @param ts when the server sent it first, milliseconds since the epoch
   * @param reason its reason or outcome, or null
   * @param deviceId {@code user/device} that it names, or null
   * @param view the call as the event shows it, or null
   */
  record Heard(
      long at,
      long ts,
      String sessionId,
      long seq,
      String type,
      String callId,
      long version,
      String reason,
      String deviceId,
      View view)
      implements Entry {}
}
