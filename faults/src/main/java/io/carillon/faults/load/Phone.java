package io.carillon.faults.load;

import io.carillon.faults.client.Client;
import io.carillon.faults.load.CallPlan.Course;
import io.carillon.faults.log.View;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A device of a user, with somebody who keeps to the plan of each call. Confined to the load's
 * event loop.
 */
final class Phone implements Client.Listener {
  private static final String ENDED = "call.ended";

  private final Vertx vertx;
  private final Client client;
  private final int user;
  private final int device;
  private final Function<String, CallPlan> plans;

  /** The calls that live, as far as this phone knows. */
  private final Set<String> live = new HashSet<>();

  private final Set<String> rung = new HashSet<>();
  private final Set<String> talking = new HashSet<>();

  /** Somebody at that device, who looks plans up by the call. */
  Phone(Vertx vertx, Client client, int user, int device, Function<String, CallPlan> plans) {
    this.vertx = vertx;
    this.client = client;
    this.user = user;
    this.device = device;
    this.plans = plans;
  }

  Client client() {
    return client;
  }

  /** Whether a call lives, or something that was asked waits for its reply. */
  boolean isBusy() {
    return !live.isEmpty() || client.isWaiting();
  }

  /** Makes the call. */
  void call(CallPlan plan, String callee) {
    live.add(plan.callId());
    JsonObject invitation =
        new JsonObject()
            .put("callId", plan.callId())
            .put("to", JsonArray.of(callee))
            .put("media", "audio");
    client
        .request("call.invite", invitation)
        .onSuccess(reply -> made(plan, View.of(reply)))
        .onFailure(refused -> live.remove(plan.callId()));
  }

  private void made(CallPlan plan, View view) {
    if (!view.callId().equals(plan.callId())) {
      // Both called at once, and this call gave way to the other.
      live.add(view.callId());
    } else if (view.isEnded()) {
      live.remove(plan.callId());
    } else if (plan.course() == Course.CANCELLED) {
      later(plan.answerMs(), plan.callId(), () -> ask("call.hangup", plan.callId()));
    }
  }

  @Override
  public void event(String type, JsonObject data) {
    String callId = data.getString("callId");
    CallPlan plan = callId == null ? null : plans.apply(callId);
    if (plan == null) {
      return;
    }
    switch (type) {
      case "call.invited" -> ring(plan);
      case "call.accepted" -> talk(plan);
      case ENDED, "call.handledElsewhere" -> live.remove(callId);
      case "call.state" -> show(View.of(data.getJsonObject("call")));
      default -> {}
    }
  }

  @Override
  public void snapshot(List<View> calls) {
    Set<String> gone = new HashSet<>(live);
    calls.forEach(view -> gone.remove(view.callId()));
    live.removeAll(gone);
    // Where a call is over that was thought alive, an app shows how it ended.
    gone.forEach(callId -> ask("call.get", callId));
    calls.forEach(this::show);
  }

  private void show(View view) {
    CallPlan plan = plans.apply(view.callId());
    if (view.isEnded()) {
      live.remove(view.callId());
    } else if (plan != null) {
      live.add(view.callId());
      if (view.state().equals("active")) {
        talk(plan);
      }
    }
  }

  private void ring(CallPlan plan) {
    live.add(plan.callId());
    if (!rung.add(plan.callId())) {
      return;
    }
    ask("call.ringing", plan.callId());
    switch (plan.course()) {
      case ANSWERED -> ifChosen(plan, () -> accept(plan));
      case RACED -> later(plan.answerMs(), plan.callId(), () -> accept(plan));
      case DECLINED -> ifChosen(plan, () -> reject(plan, "declined"));
      case BUSY -> ifChosen(plan, () -> reject(plan, "busy"));
      case CANCELLED, MISSED -> {}
    }
  }

  private void ifChosen(CallPlan plan, Runnable answer) {
    if (plan.calleeDevice() == device) {
      later(plan.answerMs(), plan.callId(), answer);
    }
  }

  private void accept(CallPlan plan) {
    ask("call.accept", plan.callId()).onSuccess(accepted -> talk(plan));
  }

  private void reject(CallPlan plan, String reason) {
    client.request(
        "call.reject", new JsonObject().put("callId", plan.callId()).put("reason", reason));
  }

  /** One of the two hangs up after a while; the other looks at the call in the middle of it. */
  private void talk(CallPlan plan) {
    String callId = plan.callId();
    live.add(callId);
    if (!talking.add(callId)) {
      return;
    }
    boolean isCaller = plan.caller() == user;
    if (isCaller == plan.callerHangsUp()) {
      later(plan.talkMs(), callId, () -> ask("call.hangup", callId));
    } else {
      later(plan.talkMs() / 2, callId, () -> ask("call.get", callId));
    }
  }

  /** A failure is in the journal, and the call's end comes from the service. */
  private Future<JsonObject> ask(String type, String callId) {
    return client.request(type, new JsonObject().put("callId", callId));
  }

  private void later(long delayMs, String callId, Runnable action) {
    vertx.setTimer(
        Math.max(1, delayMs),
        fired -> {
          if (live.contains(callId)) {
            action.run();
          }
        });
  }
}
