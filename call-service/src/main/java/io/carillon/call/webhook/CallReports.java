package io.carillon.call.webhook;

import io.carillon.call.core.Call;
import io.carillon.call.core.Consequence;
import io.carillon.call.core.Party;
import io.carillon.call.store.StepResult;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.Json;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.WebhookEvent;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells apps what steps do to calls. What is told at the end of a call is told again, under the
 * same ids, as often as the call is offered to the histories again, since the node may have died
 * before it was queued.
 */
public final class CallReports {
  private final Webhooks webhooks;
  private final Clock clock;

  /** Reports by those webhooks. */
  public CallReports(Webhooks webhooks, Clock clock) {
    this.webhooks = webhooks;
    this.clock = clock;
  }

  /**
   * Tells what a step did.
   *
   * @return completes when it outlives the node, or nobody is to be told; fails if it is lost
   */
  public Future<Void> tell(StepResult step) {
    Call call = step.after();
    return call == null || isQuiet(step) || !webhooks.tells(call.app())
        ? Future.succeededFuture()
        : webhooks.add(events(step, clock.millis()));
  }

  private static boolean isQuiet(StepResult step) {
    return step.consequences().isEmpty() && step.entered().isEmpty() && step.left().isEmpty();
  }

  private List<WebhookEvent> events(StepResult step, long now) {
    Events events = new Events(step.after(), webhooks.tellsUserInfo());
    Set<Consequence> consequences = step.consequences();
    if (consequences.contains(Consequence.RINGS) || consequences.contains(Consequence.OPENED)) {
      events.add(WebhookType.CALL_STARTED, now);
    }
    step.alerting().forEach(user -> events.add(WebhookType.CALL_RINGING, user, now));
    if (consequences.contains(Consequence.ANSWERED)) {
      step.entered().forEach(user -> events.add(WebhookType.CALL_ANSWERED, user, now));
    }
    if (step.before() != null) {
      step.entered().forEach(user -> events.add(WebhookType.PARTY_JOINED, user, now));
    }
    step.parted().forEach(user -> events.add(WebhookType.PARTY_LEFT, user, now));
    addEnd(events, step, consequences);
    return events.list;
  }

  /** Told again from the call alone: whoever missed it went out when it ended. */
  private static void addEnd(Events events, StepResult step, Set<Consequence> consequences) {
    Call call = step.after();
    boolean again = consequences.contains(Consequence.UNRECORDED);
    Predicate<Party> out =
        again
            ? party -> party.leftAt() == call.endedAt()
            : party -> step.left().contains(party.userId());
    for (Party party : call.parties()) {
      if (out.test(party) && hasMissed(call, party)) {
        events.addMissed(party);
      }
    }
    if (again || consequences.contains(Consequence.ENDED)) {
      events.add(WebhookType.CALL_ENDED, call.endedAt());
    }
  }

  /** Who was rung in vain by another; a call that another one took the place of is not missed. */
  private static boolean hasMissed(Call call, Party party) {
    return party.isOut()
        && !party.wasIn()
        && party.invitedBy() != null
        && !party.unaware()
        && !party.userId().equals(call.from().userId())
        && call.survivor() == null
        && !hasDeclined(party);
  }

  /** A line that is busy, or does not want to be disturbed, answers without a device. */
  private static boolean hasDeclined(Party party) {
    return party.session() != null
        && (party.reason() == EndReason.DECLINED || party.reason() == EndReason.BUSY);
  }

  /** What is told of one step. */
  private static final class Events {
    private final Call call;
    private final RawJson userInfo;
    private final List<WebhookEvent> list = new ArrayList<>();

    Events(Call call, boolean withUserInfo) {
      this.call = call;
      this.userInfo = withUserInfo ? call.userInfo() : null;
    }

    void add(WebhookType type, long at) {
      add(type, call.version() + "." + type.code(), CallReport.of(call, userInfo), at);
    }

    void add(WebhookType type, String userId, long at) {
      Party about = call.party(userId).orElseThrow();
      add(
          type,
          call.version() + "." + type.code() + '.' + userId,
          CallReport.of(call, about, userInfo),
          at);
    }

    /** By its time, since it may be told again when the call has another version. */
    void addMissed(Party party) {
      WebhookType type = WebhookType.CALL_MISSED;
      add(
          type,
          party.leftAt() + "." + type.code() + '.' + party.userId(),
          CallReport.of(call, party, userInfo),
          party.leftAt());
    }

    private void add(WebhookType type, String id, CallReport report, long at) {
      list.add(
          new WebhookEvent(
              call.app(), call.callId() + '.' + id, type.code(), at, Json.raw(report)));
    }
  }
}
