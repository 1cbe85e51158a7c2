package io.carillon.media.bridge;

import io.carillon.media.colibri.BridgeHealth;
import io.carillon.media.colibri.BridgeStatistics;
import io.carillon.media.colibri.BridgeStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one bridge again and again how it is, and for its figures while it is well. Whoever does not
 * answer in time is asked once more before that counts. Confined to one context.
 */
final class BridgeMonitor {
  private static final Logger log = LoggerFactory.getLogger(BridgeMonitor.class);

  private final Vertx vertx;
  private final BridgeStatus status;
  private final Findings findings;
  private long timer;
  private boolean underWay;
  private boolean once;
  private boolean stopped;

  /** Is told what comes out. */
  interface Findings {
    void health(BridgeHealth answer);

    void figures(BridgeStatistics told);
  }

  BridgeMonitor(Vertx vertx, BridgeStatus status, Findings findings) {
    this.vertx = vertx;
    this.status = status;
    this.findings = findings;
  }

  /** Asks, and again at that interval in milliseconds. */
  void start(long intervalMs) {
    timer = vertx.setPeriodic(intervalMs, tick -> askUnlessAsked());
    ask();
  }

  /** Asks now; if a question is under way, once more after it, as its answer may be older. */
  void askNow() {
    if (underWay) {
      once = true;
    } else {
      ask();
    }
  }

  /** Tells nothing from now on. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    status.close();
  }

  private void askUnlessAsked() {
    if (!underWay) {
      ask();
    }
  }

  private void ask() {
    underWay = true;
    once = false;
    status
        .health()
        .compose(
            answer ->
                answer == BridgeHealth.SILENT ? status.health() : Future.succeededFuture(answer))
        .compose(this::learn)
        .onFailure(problem -> log.atDebug().setCause(problem).log("a videobridge tells no figures"))
        .onComplete(
            done -> {
              underWay = false;
              if (once && !stopped) {
                ask();
              }
            });
  }

  private Future<?> learn(BridgeHealth answer) {
    if (stopped) {
      return Future.succeededFuture();
    }
    findings.health(answer);
    return answer == BridgeHealth.HEALTHY
        ? status.statistics().onSuccess(this::learn)
        : Future.succeededFuture();
  }

  private void learn(BridgeStatistics told) {
    if (!stopped) {
      findings.figures(told);
    }
  }
}
