package io.carillon.presence.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusEndsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Clock clock = Clock.systemUTC();
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final StatusEnds ends = new StatusEnds(vertx, clock, ended::add);

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void eachEndsOnceInTheOrderOfTimeUnlessItWasTakenBack() {
    vertx.runOnContext(
        turn -> {
          long now = clock.millis();
          ends.set("last", now + 120);
          ends.set("first", now + 600_000);
          ends.set("cleared", now + 20);
          ends.set("first", now + 40);
          ends.set("put off", now + 20);
          ends.clear("cleared");
          ends.set("put off", now + 80);
          ends.set("far away", Long.MAX_VALUE);
        });

    await().until(() -> ended.contains("last"));
    assertThat(ended).containsExactly("first", "put off", "last");
  }
}
