package io.carillon.runtime.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private final Turnstile turnstile = new Turnstile(2);
  private final List<String> begun = new ArrayList<>();

  @Test
  void soManyAreInsideAndTheOthersFollowInOrder() {
    Promise<String> a = Promise.promise();
    Promise<String> b = Promise.promise();
    Future<String> first = pass("a", a.future());
    Future<String> second = pass("b", b.future());
    Future<String> third = pass("c", Future.succeededFuture("c"));
    Future<String> fourth = pass("d", Promise.<String>promise().future());
    assertThat(begun).containsExactly("a", "b");

    b.fail("no");

    assertThat(begun).containsExactly("a", "b", "c", "d");
    assertThat(first.isComplete()).isFalse();
    assertThat(second.failed()).isTrue();
    assertThat(third.result()).isEqualTo("c");
    assertThat(fourth.isComplete()).isFalse();
  }

  @Test
  void thousandsThatAreDoneAtOnceNeedNoStack() {
    Promise<String> a = Promise.promise();
    Promise<String> b = Promise.promise();
    pass("a", a.future());
    pass("b", b.future());
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      all.add(pass("x", Future.failedFuture("down")));
    }

    a.complete();

    assertThat(all).allMatch(Future::failed);
  }

  private Future<String> pass(String name, Future<String> step) {
    return turnstile.pass(
        () -> {
          begun.add(name);
          return step;
        });
  }
}
