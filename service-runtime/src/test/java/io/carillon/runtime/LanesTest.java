package io.carillon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Lanes<String> lanes = new Lanes<>();
  private final List<String> started = new ArrayList<>();

  @Test
  void aStepBeginsWhenTheOneBeforeItIsDone() {
    Promise<Void> first = step("a", "first");
    Promise<Void> second = step("a", "second");

    assertThat(started).containsExactly("first");
    first.complete();
    assertThat(started).containsExactly("first", "second");
    second.complete();
    assertThat(lanes.isIdle()).isTrue();
  }

  @Test
  void aFailureDoesNotHoldUpTheLane() {
    Promise<Void> first = step("a", "first");
    step("a", "second");

    first.fail("broken");

    assertThat(started).containsExactly("first", "second");
  }

  @Test
  void lanesDoNotWaitForEachOther() {
    step("a", "first");
    step("b", "other");

    assertThat(started).containsExactly("first", "other");
  }

  @Test
  void aStepThatThrowsFailsItsOwnFutureAlone() {
    Future<Void> broken =
        lanes.run(
            "a",
            () -> {
              throw new IllegalStateException("broken");
            });
    Promise<Void> next = step("a", "next");

    assertThat(broken.failed()).isTrue();
    assertThat(started).containsExactly("next");
    next.complete();
    assertThat(lanes.isIdle()).isTrue();
  }

  private Promise<Void> step(String key, String name) {
    Promise<Void> end = Promise.promise();
    var unused =
        lanes.run(
            key,
            () -> {
              started.add(name);
              return end.future();
            });
    return end;
  }
}
