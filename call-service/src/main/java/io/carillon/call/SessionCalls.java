package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.record.CallRecords;
import io.carillon.call.store.Lines;
import io.carillon.call.store.UserCalls;
import io.carillon.protocol.CallState;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.CallView;
import io.carillon.runtime.Lanes;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What sessions have to do with calls. Asked at the node of the user, it goes through the user's
 * live calls and asks the node of each; what happens to a user's sessions takes effect in order.
 *
 * <p>Confined to one context.
 */
final class SessionCalls {
  private final ServiceContext context;
  private final CallConfig config;
  private final Lines lines;
  private final Switchboard switchboard;
  private final RollCall rollCall;
  private final CallRecords records;
  private final Lanes<String> users = new Lanes<>();

  SessionCalls(
      ServiceContext context,
      CallConfig config,
      Lines lines,
      Switchboard switchboard,
      RollCall rollCall,
      CallRecords records) {
    this.context = context;
    this.config = config;
    this.lines = lines;
    this.switchboard = switchboard;
    this.rollCall = rollCall;
    this.records = records;
  }

  /**
   * Takes note of what happened to a session.
   *
   * @return what it has to know; fails with {@link ProtocolException} {@code unavailable} if a node
   *     or the store did not answer
   */
  Future<SessionSnapshot> changed(SessionChange change) {
    SessionRef session = change.session();
    return users.run(
        session.user().key(),
        () ->
            switch (change) {
              case SessionChange.Opened opened -> opened(session);
              case SessionChange.Lost lost -> tellAll(session, PartQuestion.Kind.LOST);
              case SessionChange.Resumed resumed -> tellAll(session, PartQuestion.Kind.RESUMED);
              case SessionChange.Restated restated -> restated(session);
              case SessionChange.Closed closed -> tellAll(session, PartQuestion.Kind.CLOSED);
            });
  }

  /** The live calls of a session's user. */
  Future<List<CallView>> liveCalls(SessionRef session) {
    return lines
        .of(session.user())
        .compose(claims -> askAll(session, claims.live(), PartQuestion.Kind.LOOK))
        .map(SessionCalls::views);
  }

  /** Answers for a call of this node. */
  Future<PartQuestion.Answer> part(PartQuestion question) {
    SessionRef session = question.session();
    long now = context.clock().millis();
    CallCommand command =
        switch (question.kind()) {
          case LOOK -> new CallCommand.Look(now);
          case OPENED -> new CallCommand.SessionOpened(session, now);
          case LOST ->
              new CallCommand.SessionLost(session, config.reconnectGrace().toMillis(), now);
          case RESUMED -> new CallCommand.SessionResumed(session, now);
          case RESTATED -> new CallCommand.Restate(session, now);
          case CLOSED -> new CallCommand.SessionClosed(session, now);
          case CROSSED -> new CallCommand.Cross(session, now);
          case OUTDONE -> new CallCommand.GiveWay(question.survivor(), true, now);
          case REPLACED -> new CallCommand.GiveWay(question.survivor(), false, now);
        };
    String key = CallKey.of(session.app(), question.callId());
    return switchboard
        .inLane(
            key,
            () -> {
              Future<Outcome> done = switchboard.step(key, command, session);
              return command instanceof CallCommand.Cross
                  ? rollCall.after(done, key, session)
                  : done;
            })
        .map(SessionCalls::answer);
  }

  /** Word of an older session may come after that of the one that replaced it. */
  private Future<SessionSnapshot> opened(SessionRef session) {
    return isEntered(session)
        .compose(
            entered -> entered ? enter(session) : Future.succeededFuture(SessionSnapshot.EMPTY));
  }

  private Future<Boolean> isEntered(SessionRef session) {
    return context
        .sessions()
        .of(session.user())
        .map(found -> found.withId(session.sessionId()).isPresent())
        .recover(
            problem ->
                Future.failedFuture(
                    new ProtocolException(
                        ErrorCode.UNAVAILABLE, "the directory of sessions did not answer")));
  }

  private Future<SessionSnapshot> enter(SessionRef session) {
    Future<Integer> unseen = records.unseen(session.user());
    return lines
        .of(session.user())
        .compose(
            claims ->
                askAll(session, claims.live(), PartQuestion.Kind.OPENED)
                    .compose(answers -> unseen.map(missed -> snapshot(claims, answers, missed))));
  }

  /** It is back where it was, and hears of each call that lives or has ended lately. */
  private Future<SessionSnapshot> restated(SessionRef session) {
    return tellAll(session, PartQuestion.Kind.RESUMED)
        .compose(resumed -> lines.of(session.user()))
        .compose(
            claims -> {
              List<String> known = new ArrayList<>(claims.live());
              claims.ended(context.clock().millis()).forEach(ended -> known.add(ended.callId()));
              return askAll(session, known, PartQuestion.Kind.RESTATED)
                  .map(answers -> snapshot(claims, answers, null));
            });
  }

  private SessionSnapshot snapshot(
      UserCalls claims, List<PartQuestion.Answer> answers, Integer missed) {
    return new SessionSnapshot(
        views(answers),
        claims.ended(context.clock().millis()),
        missed,
        answers.stream().flatMap(answer -> answer.notices().stream()).toList());
  }

  private Future<SessionSnapshot> tellAll(SessionRef session, PartQuestion.Kind kind) {
    return lines
        .of(session.user())
        .compose(claims -> askAll(session, claims.live(), kind))
        .map(SessionSnapshot.EMPTY);
  }

  private Future<List<PartQuestion.Answer>> askAll(
      SessionRef session, List<String> callIds, PartQuestion.Kind kind) {
    List<Future<PartQuestion.Answer>> answers =
        callIds.stream().map(callId -> ask(new PartQuestion(session, callId, kind, null))).toList();
    return Future.all(answers).map(all -> all.<PartQuestion.Answer>list());
  }

  private Future<PartQuestion.Answer> ask(PartQuestion question) {
    UserRef user = question.session().user();
    return Addressed.ask(
            context, PartQuestion.CONTRACT, CallKey.of(user.app(), question.callId()), question)
        .compose(
            answer ->
                answer.isVoid() && question.kind() != PartQuestion.Kind.RESTATED
                    ? repair(user, question.callId(), answer).map(answer)
                    : Future.succeededFuture(answer));
  }

  private Future<?> repair(UserRef user, String callId, PartQuestion.Answer answer) {
    return answer.state() == null
        ? lines.strike(user, callId)
        : lines.leave(user, callId, answer.reason(), answer.endedAt());
  }

  private static List<CallView> views(List<PartQuestion.Answer> answers) {
    return answers.stream().map(PartQuestion.Answer::call).filter(Objects::nonNull).toList();
  }

  private static PartQuestion.Answer answer(Outcome outcome) {
    Call call = outcome.call();
    if (call == null) {
      return new PartQuestion.Answer(null, null, null, 0, List.of());
    }
    boolean shown = call.state() == CallState.RINGING || call.state() == CallState.ACTIVE;
    return new PartQuestion.Answer(
        call.state(),
        shown ? call.view() : null,
        call.isEnded() ? call.end().reason() : null,
        call.endedAt(),
        outcome.notices());
  }
}
