package io.carillon.runtime.data;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what is to be written and writes it many at a time, one batch after the other, without
 * anybody waiting for it. What waits is bounded: beyond that it is refused at once. What the
 * process had not written when it died is lost, so whoever must not lose it offers it again until
 * its future says that it is written.
 *
 * <p>Not safe for use by several threads: confined to one context.
 */
public final class BatchWriter<T> {
  private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

  private final Vertx vertx;
  private final Limits limits;
  private final Function<List<T>, Future<Void>> write;
  private final Queue<Waiting<T>> queue = new ArrayDeque<>();
  private Promise<Void> writing;
  private int waiting;
  private boolean timerSet;
  private boolean draining;

  /**
   * A writer.
   *
   * @param write writes a batch in one transaction
   */
  public BatchWriter(Vertx vertx, Limits limits, Function<List<T>, Future<Void>> write) {
    this.vertx = vertx;
    this.limits = limits;
    this.write = write;
  }

  /**
   * How much and how soon.
   *
   * @param gather how long the first of a batch waits for others
   * @param batch items in one transaction; those that are added together stay together
   * @param waiting items that may wait at a time
   * @param retry how long to wait before a batch that failed is written again; zero if it is given
   *     up instead
   */
  public record Limits(Duration gather, int batch, int waiting, Duration retry) {}

  /**
   * Takes items; returns at once.
   *
   * @return completes when they are written; fails if they were refused or given up
   */
  public Future<Void> add(Collection<? extends T> items) {
    if (items.isEmpty()) {
      return Future.succeededFuture();
    }
    if (waiting + items.size() > limits.waiting()) {
      return Future.failedFuture("too much waits to be written");
    }
    Waiting<T> added = new Waiting<>(List.copyOf(items), Promise.promise());
    queue.add(added);
    waiting += items.size();
    if (draining) {
      flush();
    } else if (!timerSet) {
      timerSet = true;
      vertx.setTimer(
          limits.gather().toMillis(),
          fired -> {
            timerSet = false;
            flush();
          });
    }
    return added.written().future();
  }

  /**
   * Writes what waits, and from now on all at once, for the node may close at any moment; completes
   * as {@link #flush}. What fails now is given up.
   */
  public Future<Void> drain() {
    draining = true;
    return flush();
  }

  /** Writes what waits; completes when it is written or given up, and never fails. */
  public Future<Void> flush() {
    if (writing == null) {
      Promise<Void> begun = Promise.promise();
      writing = begun;
      writeNext();
      return begun.future();
    }
    return writing.future();
  }

  private void writeNext() {
    List<Waiting<T>> batch = next();
    if (batch.isEmpty()) {
      Promise<Void> ended = writing;
      writing = null;
      ended.complete();
      return;
    }
    List<T> items = batch.stream().flatMap(entry -> entry.items().stream()).toList();
    write(items)
        .onComplete(
            result -> {
              waiting -= items.size();
              batch.forEach(entry -> entry.written().complete(null, result.cause()));
              writeNext();
            });
  }

  private List<Waiting<T>> next() {
    List<Waiting<T>> batch = new ArrayList<>();
    int size = 0;
    while (!queue.isEmpty()
        && (batch.isEmpty() || size + queue.peek().items().size() <= limits.batch())) {
      Waiting<T> entry = queue.remove();
      size += entry.items().size();
      batch.add(entry);
    }
    return batch;
  }

  private Future<Void> write(List<T> items) {
    return write
        .apply(items)
        .recover(
            problem -> {
              boolean again = !limits.retry().isZero() && !draining;
              log.atWarn()
                  .setCause(problem)
                  .addKeyValue("items", items.size())
                  .log(again ? "a batch waits to be written again" : "a batch was not written");
              return again
                  ? vertx.timer(limits.retry().toMillis()).compose(fired -> write(items))
                  : Future.failedFuture(problem);
            });
  }

  private record Waiting<T>(List<T> items, Promise<Void> written) {}
}
