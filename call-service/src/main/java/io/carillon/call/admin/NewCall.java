package io.carillon.call.admin;

import io.carillon.protocol.Check;
import io.carillon.protocol.Limits;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import java.util.List;

/**
 * A group call that an administrator makes.
 *
 * @param app the tenant
 * @param callId a UUID, or null: then one is made up. With an id the request can be repeated
 *     without a second call
 * @param from who stands as its creator, and is rung like the others
 * @param to the others
 * @param ringTimeoutMs 5,000 to 180,000, or null for the server's default
 * @param userInfo what the callees' apps get, or null
 */
public record NewCall(
    String app,
    String callId,
    String from,
    List<String> to,
    MediaKind media,
    Long ringTimeoutMs,
    RawJson userInfo) {
  public NewCall {
    Check.app("app", app);
    if (callId != null) {
      Check.callId(callId);
    }
    Check.userId("from", from);
    to = List.copyOf(Check.users("to", to, Limits.MAX_INVITEES));
    if (to.contains(from)) {
      throw ProtocolException.badField("to", "names who is in from");
    }
    Check.present("media", media);
    Check.range("ringTimeoutMs", ringTimeoutMs, 5_000, 180_000);
    Check.userInfo(userInfo);
  }
}
