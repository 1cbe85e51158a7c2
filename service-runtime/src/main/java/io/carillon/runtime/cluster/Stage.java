package io.carillon.runtime.cluster;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Brings what Hazelcast answers on its own threads back to the context that asked. */
public final class Stage {
  private Stage() {}

  /** A future on the caller's context; a new context is made for a caller that has none. */
  public static <T> Future<T> toFuture(Vertx vertx, CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
  }

  /**
   * Begins an operation of Hazelcast's; it fails, too, where it can't begin since this member is no
   * more.
   */
  public static <T> Future<T> begin(Vertx vertx, Supplier<CompletionStage<T>> operation) {
    try {
      return toFuture(vertx, operation.get());
    } catch (HazelcastInstanceNotActiveException gone) {
      return Future.failedFuture(gone);
    }
  }
}
