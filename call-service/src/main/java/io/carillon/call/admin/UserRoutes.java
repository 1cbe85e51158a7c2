package io.carillon.call.admin;

import io.carillon.call.record.History;
import io.carillon.protocol.Check;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.request.HistoryRequest;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.admin.AdminAnswer;
import io.carillon.runtime.admin.AdminRequest;
import io.carillon.runtime.admin.AdminRoutes;
import io.carillon.runtime.presence.PresenceRecord;
import io.carillon.runtime.session.UserSessions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of users: their presence and their calls of the past. */
final class UserRoutes {
  private static final Logger log = LoggerFactory.getLogger(UserRoutes.class);

  private final ServiceContext context;
  private final History history;

  UserRoutes(ServiceContext context, History history) {
    this.context = context;
    this.history = history;
  }

  void mount(AdminRoutes routes) {
    routes.add(HttpMethod.GET, "/presence/{app}/{userId}", this::presence);
    routes.add(HttpMethod.GET, "/history/{app}/{userId}", this::history);
  }

  private Future<AdminAnswer> presence(AdminRequest request) {
    UserRef user = user(request);
    Future<PresenceRecord> presence = context.presence().of(user);
    Future<UserSessions> sessions = context.sessions().of(user);
    return Future.all(presence, sessions)
        .map(
            found ->
                AdminAnswer.ok(
                    PresenceState.of(
                        user.userId(),
                        presence.result(),
                        sessions.result(),
                        context.clock().millis())))
        .recover(UserRoutes::unavailable);
  }

  private Future<AdminAnswer> history(AdminRequest request) {
    UserRef user = user(request);
    HistoryRequest.ListRecords wanted =
        new HistoryRequest.ListRecords(
            request.number("before"), request.number("limit"), request.flag("missed"));
    return history
        .list(
            user,
            wanted.before() == null ? Long.MAX_VALUE : wanted.before(),
            wanted.limit() == null ? HistoryRequest.DEFAULT_LIMIT : wanted.limit().intValue(),
            Boolean.TRUE.equals(wanted.missed()))
        .map(records -> AdminAnswer.ok(new HistoryPage(records)));
  }

  private static UserRef user(AdminRequest request) {
    return new UserRef(
        Check.app("app", request.path("app")), Check.userId("userId", request.path("userId")));
  }

  private static <T> Future<T> unavailable(Throwable problem) {
    log.warn("the store of presence did not answer", problem);
    return Future.failedFuture(
        new ProtocolException(ErrorCode.UNAVAILABLE, "the store of presence did not answer"));
  }
}
