package io.carillon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carillon.bench.FakeCarillon;
import io.carillon.bench.process.CpuClock;
import io.carillon.bench.relay.RelayVerticle;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final double FAST = 5_000;

  private Vertx vertx;
  private LoadGenerator generator;
  private FakeCarillon carillon;

  @BeforeEach
  void startServer() throws Exception {
    vertx = Vertx.vertx();
    carillon = new FakeCarillon(0);
    vertx.deployVerticle(carillon).await(20, TimeUnit.SECONDS);
    generator = new LoadGenerator(2);
  }

  @AfterEach
  void stopServer() throws Exception {
    generator.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private Target target() {
    return Target.carillon(carillon.actualPort(), new TokenSigner(FakeCarillon.SECRET));
  }

  private Target relay() throws Exception {
    RelayVerticle verticle = new RelayVerticle(0, new ConcurrentHashMap<>());
    vertx.deployVerticle(verticle).await(20, TimeUnit.SECONDS);
    return Target.relay(verticle.actualPort());
  }

  private static LoadPlan plan(LoadPlan.Kind kind, double rate, long limit) {
    return new LoadPlan(kind, rate, 2, Duration.ZERO, LONG, limit);
  }

  private Measurement run(Target target, int pairs, LoadPlan plan) throws InterruptedException {
    Crew crew = generator.connectPairs(target, pairs, FAST);
    Measurement measured = generator.run(crew, plan, CpuClock.ofThisProcess());
    generator.close(crew);
    return measured;
  }

  @Test
  void pairsCallOneAnotherOverAndOverUntilTheLimit() throws Exception {
    Measurement measured = run(target(), 3, plan(LoadPlan.Kind.CALLS, 0, 100));

    assertThat(measured.failures()).isEmpty();
    assertThat(measured.count()).isGreaterThanOrEqualTo(100);
    assertThat(measured.seconds()).isLessThan((double) LONG.toSeconds());
    assertThat(measured.p50Micros()).isPositive().isLessThanOrEqualTo(measured.p99Micros());
    assertThat(carillon.completeCalls.get()).isGreaterThanOrEqualTo(100);
    assertThat(carillon.lateAcks.get()).isZero();
    assertThat(carillon.byes.get()).isEqualTo(6);
  }

  @Test
  void theSameCallsGoThroughTheRelay() throws Exception {
    Measurement measured = run(relay(), 3, plan(LoadPlan.Kind.CALLS, 0, 100));

    assertThat(measured.failures()).isEmpty();
    assertThat(measured.count()).isGreaterThanOrEqualTo(100);
    assertThat(measured.seconds()).isLessThan((double) LONG.toSeconds());
  }

  @Test
  void candidatesFlowInBothDirectionsWithinCallsThatStay() throws Exception {
    for (Target target : new Target[] {target(), relay()}) {
      Measurement measured = run(target, 3, plan(LoadPlan.Kind.MESSAGES, 0, 1_000));

      assertThat(measured.failures()).isEmpty();
      assertThat(measured.count()).isGreaterThanOrEqualTo(1_000);
    }
    assertThat(carillon.completeCalls.get()).isEqualTo(3);
  }

  @Test
  void arrivalsAtARateAreServed() throws Exception {
    for (LoadPlan.Kind kind : LoadPlan.Kind.values()) {
      Measurement measured = run(target(), 4, plan(kind, 200, 100));

      assertThat(measured.failures()).isEmpty();
      assertThat(measured.unserved()).isZero();
      assertThat(measured.count()).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  void waitingForAFreePairCountsAsLatency() throws Exception {
    carillon.inviteDelayMs = 40;

    // One pair can do 25 calls a second at most: the 20th, due after 380 ms, is delivered after
    // 800.
    Measurement measured = run(target(), 1, plan(LoadPlan.Kind.CALLS, 50, 20));

    assertThat(measured.failures()).isEmpty();
    assertThat(measured.maxMicros()).isGreaterThan(400_000);
  }

  @Test
  void anErrorIsReportedWithItsRequestAndItsCode() throws Exception {
    carillon.inviteError = "rate_limited";
    Crew crew = generator.connectPairs(target(), 120, FAST);

    assertThatExceptionOfType(LoadFailedException.class)
        .isThrownBy(
            () ->
                generator.run(crew, plan(LoadPlan.Kind.CALLS, 0, 1_000), CpuClock.ofThisProcess()))
        .withMessageContaining("call.invite got error rate_limited");
  }

  @Test
  void aServerThatLosesAnEventIsFoundOut() throws Exception {
    carillon.losesEvents = true;
    Crew crew = generator.connectPairs(target(), 1, FAST);

    assertThatExceptionOfType(LoadFailedException.class)
        .isThrownBy(
            () -> generator.run(crew, plan(LoadPlan.Kind.CALLS, 0, 10), CpuClock.ofThisProcess()))
        .withMessageContaining("event 2 after event 0");
  }

  @Test
  void aWrongSecretFailsTheSignIn() {
    Target stranger =
        Target.carillon(
            carillon.actualPort(), new TokenSigner("some other secret, of the same length or so"));

    assertThatExceptionOfType(LoadFailedException.class)
        .isThrownBy(() -> generator.connectPairs(stranger, 1, FAST))
        .withMessageContaining("token_invalid");
  }

  @Test
  void idleUsersStayUntilTheyAreSignedOut() throws Exception {
    LoadGenerator.Crowd crowd = generator.connectIdle(target(), 20, FAST);

    assertThat(crowd.lost()).isZero();
    crowd.close();

    assertThat(carillon.byes.get()).isEqualTo(20);
  }
}
