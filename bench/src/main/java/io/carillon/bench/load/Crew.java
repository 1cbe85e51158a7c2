package io.carillon.bench.load;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * Pairs of users who are signed in to one server and stay so over many phases of load. Made by
 * {@link LoadGenerator#connectPairs}.
 */
public final class Crew {

  private final Target target;
  private final Map<Lane, List<Pair>> pairs;

  Crew(Target target, Map<Lane, List<Pair>> pairs) {
    this.target = target;
    this.pairs = pairs;
  }

  Map<Lane, List<Pair>> pairs() {
    return pairs;
  }

  Target target() {
    return target;
  }

  Future<Void> close() {
    return Future.join(
            pairs.entrySet().stream()
                .flatMap(
                    entry ->
                        entry.getValue().stream()
                            .map(pair -> entry.getKey().run(() -> closeBoth(pair))))
                .toList())
        .mapEmpty();
  }

  private static Future<Void> closeBoth(Pair pair) {
    return Future.join(pair.caller().close(), pair.callee().close()).mapEmpty();
  }
}
