package io.carillon.call;

import io.carillon.call.admin.NewCall;
import io.carillon.call.core.Muting;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.view.CallView;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.List;

/**
 * What administrators can do to calls, on whichever node a call is. Everything fails with a {@link
 * ProtocolException}; after {@code unavailable} it may have been done all the same. Who has blocked
 * whom and what the app's authorization hook says does not bind an administrator.
 *
 * <p>Safe for use by several threads; futures complete on the context of the caller.
 */
public final class CallAdministration {
  private final ServiceContext context;

  CallAdministration(ServiceContext context) {
    this.context = context;
  }

  /**
   * Makes a group call and has everybody rung, who is named as its creator included; completes when
   * their devices are told, or the call has ended at once.
   *
   * @return fails with {@code call_exists} if there is a call of that id
   */
  public Future<CallView> convene(String callId, NewCall call) {
    return order(new AdminOrder.Convene(callId, call));
  }

  /** Has more users rung; those who are in the call or are being rung are left alone. */
  public Future<CallView> summon(String app, String callId, List<String> to) {
    return order(new AdminOrder.Summon(app, callId, to));
  }

  /**
   * Takes a user out of a call, or stops ringing the user.
   *
   * @return fails with {@code not_in_call} if the user has no part in it
   */
  public Future<CallView> remove(String app, String callId, String userId) {
    return order(new AdminOrder.Remove(app, callId, userId));
  }

  /**
   * Keeps a user from sending, or lets the user send again.
   *
   * @return fails with {@code not_in_call} if the user is not in it
   */
  public Future<CallView> silence(String app, String callId, String userId, Muting muting) {
    return order(new AdminOrder.Silence(app, callId, userId, muting));
  }

  /** Ends a call for all. */
  public Future<CallView> end(String app, String callId) {
    return order(new AdminOrder.End(app, callId));
  }

  private Future<CallView> order(AdminOrder order) {
    return Addressed.ask(context, AdminOrder.CONTRACT, order.key(), order);
  }
}
