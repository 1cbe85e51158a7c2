package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.Consequence;
import io.carillon.call.core.Party;
import io.carillon.call.record.CallRecords;
import io.carillon.call.store.Dispatch;
import io.carillon.call.store.StepResult;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Done;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a step asks for: events to sessions, the media session to its adapter, lines,
 * records, metrics. An effect that fails is logged and holds up nothing.
 */
final class Effects {
  private static final Logger log = LoggerFactory.getLogger(Effects.class);

  private final ServiceContext context;
  private final LineKeeper lines;
  private final CallRecords records;
  private final CallMetrics metrics;

  Effects(ServiceContext context, LineKeeper lines, CallRecords records, CallMetrics metrics) {
    this.context = context;
    this.lines = lines;
    this.records = records;
    this.metrics = metrics;
  }

  /**
   * Carries out a step's effects, and completes when each session has its events or counts as
   * absent, when the adapter knows, and when the lines of an ended call are free. Never fails.
   *
   * @param asker a session whose events are not sent, or null
   * @return the events for the asker
   */
  Future<List<Notice>> carryOut(StepResult step, SessionRef asker) {
    Set<Consequence> consequences = step.consequences();
    if (!consequences.isEmpty()) {
      metrics.count(step, context.clock().millis());
      logLandmarks(step);
    }
    // The adapter comes first: a client that hears of an answer may send candidates at once.
    Future<?> adapter =
        consequences.contains(Consequence.MEDIA_SESSION)
            ? tellAdapter(step.after())
            : Future.succeededFuture();
    Future<List<Notice>> told = adapter.compose(done -> deliver(step.dispatches(), asker));
    if (consequences.contains(Consequence.ANSWERED)) {
      lines.talking(step.after());
    }
    if (consequences.contains(Consequence.ENDED)) {
      records.add(step.after());
      return lines.release(step.after()).compose(released -> told);
    }
    return told;
  }

  private Future<List<Notice>> deliver(List<Dispatch> dispatches, SessionRef asker) {
    List<Notice> own = new ArrayList<>();
    Map<String, Future<Boolean>> bySession = new HashMap<>();
    for (Dispatch dispatch : dispatches) {
      Notice notice = dispatch.notice();
      for (SessionRef session : dispatch.to()) {
        if (asker != null && asker.sessionId().equals(session.sessionId())) {
          own.add(notice);
        } else {
          bySession.compute(
              session.sessionId(),
              (id, before) ->
                  before == null
                      ? context.delivery().deliver(session, notice)
                      : before.compose(done -> context.delivery().deliver(session, notice)));
        }
      }
    }
    return switch (bySession.size()) {
      case 0 -> Future.succeededFuture(own);
      case 1 -> bySession.values().iterator().next().map(own);
      default -> Future.join(List.copyOf(bySession.values())).map(own);
    };
  }

  private Future<Done> tellAdapter(Call call) {
    MediaSession session =
        new MediaSession(
            call.app(),
            call.callId(),
            call.version(),
            call.epoch(),
            call.topology(),
            call.parties().stream().filter(party -> !party.isOut()).map(Effects::endpoint).toList(),
            call.isEnded());
    return Addressed.ask(context, Contract.MEDIA_SESSION, session.key(), session)
        .otherwise(
            problem -> {
              log.atWarn()
                  .addKeyValue("callId", call.callId())
                  .addKeyValue("problem", problem.getMessage())
                  .log("the adapter was not told of the call");
              return Done.DONE;
            });
  }

  private static MediaSession.Endpoint endpoint(Party party) {
    return new MediaSession.Endpoint(party.userId(), party.isIn() ? party.session() : null);
  }

  private static void logLandmarks(StepResult step) {
    Call call = step.after();
    if (step.consequences().contains(Consequence.RINGS)) {
      log.atInfo()
          .addKeyValue("callId", call.callId())
          .addKeyValue("media", call.media().code())
          .log("call rings");
    }
    if (step.consequences().contains(Consequence.ANSWERED)) {
      log.atInfo()
          .addKeyValue("callId", call.callId())
          .addKeyValue("afterMs", call.startedAt() - call.createdAt())
          .log("call answered");
    }
    if (step.consequences().contains(Consequence.ENDED)) {
      log.atInfo()
          .addKeyValue("callId", call.callId())
          .addKeyValue("reason", call.end().reason().code())
          .addKeyValue("durationMs", call.end().durationMs())
          .log("call ended");
    }
  }
}
