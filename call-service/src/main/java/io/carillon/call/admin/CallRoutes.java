package io.carillon.call.admin;

import io.carillon.call.CallAdministration;
import io.carillon.call.core.Call;
import io.carillon.call.store.CallFilter;
import io.carillon.call.store.Calls;
import io.carillon.protocol.CallState;
import io.carillon.protocol.Check;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.view.CallView;
import io.carillon.runtime.admin.AdminAnswer;
import io.carillon.runtime.admin.AdminRequest;
import io.carillon.runtime.admin.AdminRoutes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls: looked at, made, grown, shrunk and ended. Each change leaves a line in the log. */
final class CallRoutes {
  static final int DEFAULT_LIMIT = 50;
  static final int MAX_LIMIT = 200;
  private static final int MAX_KEY_CHARS = 128;

  private static final Logger log = LoggerFactory.getLogger(CallRoutes.class);

  private final Calls calls;
  private final CallAdministration administration;

  CallRoutes(Calls calls, CallAdministration administration) {
    this.calls = calls;
    this.administration = administration;
  }

  void mount(AdminRoutes routes) {
    routes.add(HttpMethod.GET, "/calls", this::list);
    routes.add(HttpMethod.POST, "/calls", this::create);
    routes.add(HttpMethod.GET, "/calls/{app}/{callId}", this::get);
    routes.add(HttpMethod.DELETE, "/calls/{app}/{callId}", this::end);
    routes.add(HttpMethod.POST, "/calls/{app}/{callId}/parties", this::addParties);
    routes.add(HttpMethod.DELETE, "/calls/{app}/{callId}/parties/{userId}", this::removeParty);
    routes.add(HttpMethod.POST, "/calls/{app}/{callId}/parties/{userId}/mute", this::muteParty);
  }

  private Future<AdminAnswer> list(AdminRequest request) {
    Long wanted = Check.range("limit", request.number("limit"), 1, MAX_LIMIT);
    int limit = wanted == null ? DEFAULT_LIMIT : wanted.intValue();
    CallFilter filter =
        new CallFilter(
            request.query("app").map(app -> Check.app("app", app)).orElse(null),
            request.query("user").map(user -> Check.userId("user", user)).orElse(null),
            request.query("state").map(CallRoutes::state).orElse(null),
            request
                .query("after")
                .map(key -> Check.text("after", key, MAX_KEY_CHARS))
                .orElse(null));
    return calls.list(filter, limit + 1).map(found -> AdminAnswer.ok(CallPage.of(found, limit)));
  }

  private static CallState state(String name) {
    for (CallState state : List.of(CallState.RINGING, CallState.ACTIVE, CallState.ENDED)) {
      if (state.code().equals(name)) {
        return state;
      }
    }
    throw ProtocolException.badField("state", "must be ringing, active or ended");
  }

  private Future<AdminAnswer> get(AdminRequest request) {
    return calls
        .find(CallKey.of(app(request), callId(request)))
        .map(
            found ->
                AdminAnswer.ok(
                    found
                        .filter(call -> call.state() != CallState.PREPARING)
                        .map(Call::view)
                        .orElseThrow(
                            () ->
                                new ProtocolException(ErrorCode.CALL_NOT_FOUND, "no such call"))));
  }

  private Future<AdminAnswer> create(AdminRequest request) {
    NewCall call = request.body(NewCall.class);
    String callId = call.callId() == null ? UUID.randomUUID().toString() : call.callId();
    return administration
        .convene(callId, call)
        .onSuccess(made -> note(made, "an administrator made the call"))
        .map(
            made ->
                AdminAnswer.created(
                    AdminRoutes.PREFIX + "/calls/" + CallKey.of(call.app(), callId), made));
  }

  private Future<AdminAnswer> end(AdminRequest request) {
    return administration
        .end(app(request), callId(request))
        .onSuccess(ended -> note(ended, "an administrator ended the call"))
        .map(AdminAnswer::ok);
  }

  private Future<AdminAnswer> addParties(AdminRequest request) {
    NewParties parties = request.body(NewParties.class);
    return administration
        .summon(app(request), callId(request), parties.to())
        .onSuccess(call -> note(call, "an administrator had more users rung"))
        .map(AdminAnswer::ok);
  }

  private Future<AdminAnswer> removeParty(AdminRequest request) {
    return administration
        .remove(app(request), callId(request), Check.userId("userId", request.path("userId")))
        .onSuccess(call -> note(call, "an administrator took a user out of the call"))
        .map(AdminAnswer::ok);
  }

  private Future<AdminAnswer> muteParty(AdminRequest request) {
    NewMuting muting = request.body(NewMuting.class);
    return administration
        .silence(
            app(request),
            callId(request),
            Check.userId("userId", request.path("userId")),
            muting.muting())
        .onSuccess(call -> note(call, "an administrator changed what a user may send"))
        .map(AdminAnswer::ok);
  }

  private static String app(AdminRequest request) {
    return Check.app("app", request.path("app"));
  }

  private static String callId(AdminRequest request) {
    return Check.callId(request.path("callId"));
  }

  private static void note(CallView call, String what) {
    log.atInfo().addKeyValue("callId", call.callId()).log(what);
  }
}
