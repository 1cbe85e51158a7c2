package io.carillon.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InsistenceTest {
  private static Vertx vertx;

  private final AtomicInteger asked = new AtomicInteger();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @Test
  void whatIsUnavailableIsAskedAgain() {
    Insistence insistence = new Insistence(vertx, Duration.ofMinutes(1));

    String answer =
        insistence
            .on(
                () ->
                    asked.incrementAndGet() < 3
                        ? Future.failedFuture(refusal(ErrorCode.UNAVAILABLE))
                        : Future.succeededFuture("here"))
            .await();

    assertThat(answer).isEqualTo("here");
    assertThat(asked).hasValue(3);
  }

  @Test
  void anAnswerThatSaysSoIsAskedForAgainToo() {
    Insistence insistence = new Insistence(vertx, Duration.ofMinutes(1));

    int answer =
        insistence
            .on(() -> Future.succeededFuture(asked.incrementAndGet()), count -> count < 4)
            .await();

    assertThat(answer).isEqualTo(4);
  }

  @Test
  void aRefusalIsAnAnswer() {
    Insistence insistence = new Insistence(vertx, Duration.ofMinutes(1));

    assertThatThrownBy(
            () ->
                insistence
                    .on(
                        () -> {
                          asked.incrementAndGet();
                          throw refusal(ErrorCode.CALL_NOT_FOUND);
                        })
                    .await())
        .hasMessage("no");
    assertThat(asked).hasValue(1);
  }

  @Test
  void thereIsAnEndToIt() {
    Insistence insistence = new Insistence(vertx, Duration.ofMillis(300));

    assertThatThrownBy(
            () ->
                insistence
                    .on(
                        () -> {
                          asked.incrementAndGet();
                          return Future.failedFuture(refusal(ErrorCode.UNAVAILABLE));
                        })
                    .await())
        .isInstanceOf(ProtocolException.class);
    assertThat(asked).hasValueGreaterThan(1);
  }

  private static ProtocolException refusal(ErrorCode code) {
    return new ProtocolException(code, "no");
  }
}
