package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.core.Consequence;
import io.carillon.call.store.StepResult;
import io.carillon.protocol.CallState;
import io.carillon.protocol.ErrorCode;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Every metric of call-service. Safe for use by several threads. */
public final class CallMetrics {
  private final Gauge calls;
  private final Counter ended;
  private final Counter refused;
  private final Counter meshFull;
  private final Counter recordsLost;
  private final Histogram inviteToRinging;
  private final Histogram inviteToAnswer;
  private final Histogram answerToConnected;

  /** Registers the metrics. */
  public CallMetrics(PrometheusRegistry registry) {
    calls =
        Gauge.builder()
            .name("carillon_calls")
            .help(
                "Live calls by state (ringing, active), as the steps that this node carried out"
                    + " brought them there; the sum over all nodes is the number of calls")
            .labelNames("state")
            .register(registry);
    ended =
        Counter.builder()
            .name("carillon_calls_ended_total")
            .help("Calls that ended, by reason")
            .labelNames("reason")
            .register(registry);
    refused =
        Counter.builder()
            .name("carillon_call_refused_total")
            .help("Requests about calls that were refused, by error code")
            .labelNames("code")
            .register(registry);
    meshFull =
        Counter.builder()
            .name("carillon_call_mesh_full_total")
            .help("Devices that found a call full which no videobridge carried")
            .register(registry);
    recordsLost =
        Counter.builder()
            .name("carillon_call_records_lost_total")
            .help("Call records that the database did not take")
            .register(registry);
    inviteToRinging =
        seconds(
            registry,
            "carillon_call_invite_to_ringing_seconds",
            "From the invitation until the first device of the callee alerts",
            new double[] {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30});
    inviteToAnswer =
        seconds(
            registry,
            "carillon_call_invite_to_answer_seconds",
            "From the invitation until a device answers",
            new double[] {0.1, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 45, 60, 120});
    answerToConnected =
        seconds(
            registry,
            "carillon_call_answer_to_connected_seconds",
            "From the answer until media is up between the parties",
            new double[] {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20});
    calls.initLabelValues(CallState.RINGING.code());
    calls.initLabelValues(CallState.ACTIVE.code());
  }

  /** Counts what a step brought about. */
  void count(StepResult step, long now) {
    Call call = step.after();
    moved(step);
    for (Consequence consequence : step.consequences()) {
      switch (consequence) {
        case ALERTED -> inviteToRinging.observe((now - call.createdAt()) / 1e3);
        case ANSWERED -> inviteToAnswer.observe((call.startedAt() - call.createdAt()) / 1e3);
        case CONNECTED -> answerToConnected.observe((now - call.startedAt()) / 1e3);
        case ENDED -> ended.labelValues(call.end().reason().code()).inc();
        case MEDIA_SESSION, RINGS, OPENED, PARTED, RESTATED, UNRECORDED -> {}
      }
    }
  }

  private void moved(StepResult step) {
    CallState now = step.after() == null ? null : step.after().state();
    if (step.before() != now) {
      if (isLive(step.before())) {
        calls.labelValues(step.before().code()).dec();
      }
      if (isLive(now)) {
        calls.labelValues(now.code()).inc();
      }
    }
  }

  private static boolean isLive(CallState state) {
    return state == CallState.RINGING || state == CallState.ACTIVE;
  }

  /** Counts a request that was refused. */
  void refused(ErrorCode code) {
    refused.labelValues(code.code()).inc();
  }

  /** Counts a device that a mesh had no room for. */
  void meshFull() {
    meshFull.inc();
  }

  /** Counts records that are missing from the history. */
  public void recordsLost(int records) {
    recordsLost.inc(records);
  }

  private static Histogram seconds(
      PrometheusRegistry registry, String name, String help, double[] bounds) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicOnly()
        .classicUpperBounds(bounds)
        .register(registry);
  }
}
