package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.Consequence;
import io.carillon.call.core.Party;
import io.carillon.call.store.Dispatch;
import io.carillon.call.store.Rooms;
import io.carillon.call.store.StepResult;
import io.carillon.call.webhook.CallReports;
import io.carillon.protocol.CallState;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Topology;
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
 * Carries out what a step asks for: events to sessions and webhooks, the media session to its
 * adapter, lines, records, metrics. An effect that fails is logged and holds up nothing.
 */
final class Effects {
  private static final Logger log = LoggerFactory.getLogger(Effects.class);

  private final ServiceContext context;
  private final Adapters adapters;
  private final LineKeeper lines;
  private final Rooms rooms;
  private final RecordKeeper records;
  private final CallReports reports;
  private final CallMetrics metrics;

  Effects(
      ServiceContext context,
      Adapters adapters,
      LineKeeper lines,
      Rooms rooms,
      RecordKeeper records,
      CallReports reports,
      CallMetrics metrics) {
    this.context = context;
    this.adapters = adapters;
    this.lines = lines;
    this.rooms = rooms;
    this.records = records;
    this.reports = reports;
    this.metrics = metrics;
  }

  /**
   * Carries out a step's effects, and completes when each session has its events or counts as
   * absent, when the adapter knows or can't be reached, and when the lines of an ended call are
   * free. Never fails.
   *
   * @param asker a session whose events are not sent, or null
   * @return the events for the asker
   */
  Future<List<Notice>> carryOut(StepResult step, SessionRef asker) {
    Future<Void> reported = reports.tell(step);
    Set<Consequence> consequences = step.consequences();
    if (!consequences.isEmpty()) {
      metrics.count(step, context.clock().millis());
      logLandmarks(step);
    }
    // The adapter comes first: a client that hears of an answer may send candidates at once.
    Future<?> adapter =
        consequences.contains(Consequence.MEDIA_SESSION)
            ? adapters.tell(step.after())
            : Future.succeededFuture();
    Future<List<Notice>> told = adapter.compose(done -> deliver(step.dispatches(), asker));
    tellWhoTalks(step);
    return release(step, reported).compose(released -> told);
  }

  /** Counts whoever a mesh had no room for, since a videobridge would have. */
  void refused(StepResult step) {
    boolean isMesh = step.after() != null && step.after().path().topology() == Topology.DIRECT;
    if (isMesh && step.refusal().code() == ErrorCode.TOO_MANY_PARTIES) {
      metrics.meshFull();
    }
  }

  private void tellWhoTalks(StepResult step) {
    Set<Consequence> consequences = step.consequences();
    boolean begins =
        consequences.contains(Consequence.ANSWERED)
            || consequences.contains(Consequence.OPENED)
            || (consequences.contains(Consequence.RESTATED)
                && step.after().state() == CallState.ACTIVE);
    if (begins) {
      lines.talking(
          step.after(),
          step.after().parties().stream().filter(Party::isIn).map(Party::userId).toList());
    } else if (step.after() != null && step.after().state() == CallState.ACTIVE) {
      lines.talking(step.after(), step.entered());
    }
  }

  /** What is due once users are out of a call, or it is over. */
  private Future<?> release(StepResult step, Future<Void> reported) {
    Set<Consequence> consequences = step.consequences();
    boolean again = consequences.contains(Consequence.UNRECORDED);
    if (!again && step.left().isEmpty() && !consequences.contains(Consequence.ENDED)) {
      return Future.succeededFuture();
    }
    Call call = step.after();
    records.add(call, reported);
    Future<?> released =
        lines.release(
            call, again ? call.parties().stream().map(Party::userId).toList() : step.left());
    return call.isEnded() && call.room() != null
        ? Future.join(
            released, rooms.close(call.app(), call.room(), call.callId()).otherwiseEmpty())
        : released;
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

  private static void logLandmarks(StepResult step) {
    Call call = step.after();
    if (step.consequences().contains(Consequence.RINGS)) {
      log.atInfo()
          .addKeyValue("callId", call.callId())
          .addKeyValue("media", call.media().code())
          .log("call rings");
    }
    boolean begins =
        step.consequences().contains(Consequence.ANSWERED)
            || step.consequences().contains(Consequence.OPENED);
    if (begins) {
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
