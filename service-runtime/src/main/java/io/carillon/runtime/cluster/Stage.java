package io.carillon.runtime.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;

/** Brings what Hazelcast answers on its own threads back to the context that asked. */
public final class Stage {
  private Stage() {}

  /** A future on the caller's context; a new context is made for a caller that has none. */
  public static <T> Future<T> toFuture(Vertx vertx, CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
  }
}
