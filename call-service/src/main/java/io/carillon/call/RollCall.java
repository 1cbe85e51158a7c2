package io.carillon.call;

import io.carillon.call.core.CallCommand;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.session.UserSessions;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a session that was let into a call is still there: its edge may have died while its
 * request was under way, and what became of the session was told before the call knew it. The call
 * then learns it here. It is written, and stands on the line of its user, before the sessions are
 * read; a hello and the fail-over write the sessions before they read the line: one of the two
 * finds the other.
 *
 * <p>Confined to the context of the switchboard.
 */
final class RollCall {
  private static final Logger log = LoggerFactory.getLogger(RollCall.class);

  private final ServiceContext context;
  private final CallConfig config;
  private final Switchboard switchboard;

  RollCall(ServiceContext context, CallConfig config, Switchboard switchboard) {
    this.context = context;
    this.config = config;
    this.switchboard = switchboard;
  }

  /**
   * Looks for a session that was let into that call: one of the steps of {@link
   * Switchboard#inLane}, so that nothing else about the call comes between.
   *
   * @return the same as what let it in; fails only where that did
   */
  Future<Outcome> after(Future<Outcome> letIn, String key, SessionRef session) {
    return letIn.compose(outcome -> look(key, session).transform(done -> letIn));
  }

  private Future<?> look(String key, SessionRef session) {
    return context
        .sessions()
        .of(session.user())
        .compose(found -> tell(key, session, found))
        .onFailure(
            problem ->
                log.atWarn()
                    .addKeyValue("callId", key.substring(session.app().length() + 1))
                    .addKeyValue("problem", problem.getMessage())
                    .log("a session that was let into the call was not looked for"));
  }

  private Future<?> tell(String key, SessionRef session, UserSessions found) {
    Optional<SessionRef> same = found.withId(session.sessionId());
    if (same.isPresent()) {
      return same.get().equals(session)
          ? Future.succeededFuture()
          : switchboard.step(key, new CallCommand.SessionResumed(same.get(), now()), null);
    }
    Optional<SessionRef> newer = found.ofDevice(session.deviceId());
    return newer.isPresent() ? takeOver(key, newer.get()) : lose(key, session);
  }

  /** The device said hello before the call was there to be shown to it. */
  private Future<?> takeOver(String key, SessionRef newer) {
    return switchboard
        .step(key, new CallCommand.SessionOpened(newer, now()), null)
        .compose(opened -> switchboard.step(key, new CallCommand.Restate(newer, now()), null));
  }

  private Future<?> lose(String key, SessionRef session) {
    long graceMs = config.reconnectGrace().toMillis();
    return switchboard.step(key, new CallCommand.SessionLost(session, graceMs, now()), null);
  }

  private long now() {
    return context.clock().millis();
  }
}
