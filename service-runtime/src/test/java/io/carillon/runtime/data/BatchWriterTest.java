package io.carillon.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final List<List<Integer>> written = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    done(vertx.close());
  }

  @Test
  void whatIsAddedTogetherStaysTogetherInBatchesOfLimitedSize() {
    BatchWriter<Integer> writer = writer(limits(4, 100, Duration.ZERO), this::take);
    onContext(
        () -> {
          writer.add(List.of(1, 2, 3));
          writer.add(List.of(4, 5));
          writer.add(List.of(6));
          return writer.add(List.of(7, 8, 9, 10, 11));
        },
        writer);
    assertThat(written)
        .containsExactly(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7, 8, 9, 10, 11));
  }

  @Test
  void whatIsAddedIsWrittenAMomentLaterByItself() {
    BatchWriter<Integer> writer =
        writer(new BatchWriter.Limits(Duration.ofMillis(1), 10, 10, Duration.ZERO), this::take);
    context.runOnContext(go -> writer.add(List.of(1)));
    await().atMost(10, TimeUnit.SECONDS).until(() -> written.equals(List.of(List.of(1))));
  }

  @Test
  void whatIsTooMuchIsRefusedUntilThereIsRoomAgain() {
    Promise<Void> database = Promise.promise();
    BatchWriter<Integer> writer =
        writer(
            limits(10, 10, Duration.ZERO), batch -> database.future().compose(go -> take(batch)));
    List<Future<Void>> added = new ArrayList<>();
    context.runOnContext(
        go -> {
          added.add(writer.add(IntStream.range(0, 8).boxed().toList()));
          writer.flush();
          added.add(writer.add(List.of(8, 9, 10)));
          added.add(writer.add(List.of(8, 9)));
          database.complete();
        });
    await().atMost(10, TimeUnit.SECONDS).until(() -> written.size() == 2);
    assertThat(added.get(0).succeeded()).isTrue();
    assertThat(added.get(1).failed()).isTrue();
    onContext(() -> writer.add(IntStream.range(0, 10).boxed().toList()), writer);
    assertThat(written).hasSize(3);
  }

  @Test
  void aBatchThatFailsIsGivenUpAndTheNextOneIsWritten() {
    AtomicInteger tries = new AtomicInteger();
    BatchWriter<Integer> writer =
        writer(
            limits(1, 10, Duration.ZERO),
            batch -> tries.getAndIncrement() == 0 ? Future.failedFuture("down") : take(batch));
    List<Future<Void>> added = new CopyOnWriteArrayList<>();
    onContext(
        () -> {
          added.add(writer.add(List.of(1)));
          return writer.add(List.of(2));
        },
        writer);
    assertThat(added.getFirst().failed()).isTrue();
    assertThat(written).containsExactly(List.of(2));
  }

  @Test
  void aBatchThatIsWorthItIsWrittenAgainUntilTheNodeCloses() {
    AtomicInteger tries = new AtomicInteger();
    BatchWriter<Integer> writer =
        writer(
            limits(10, 10, Duration.ofMillis(1)),
            batch -> tries.getAndIncrement() < 3 ? Future.failedFuture("down") : take(batch));
    onContext(() -> writer.add(List.of(1)), writer);
    assertThat(written).containsExactly(List.of(1));

    BatchWriter<Integer> hopeless =
        writer(limits(10, 10, Duration.ofMillis(1)), batch -> Future.failedFuture("down"));
    List<Future<Void>> added = new CopyOnWriteArrayList<>();
    Promise<Void> drained = Promise.promise();
    context.runOnContext(
        go -> {
          added.add(hopeless.add(List.of(1)));
          hopeless.drain().onComplete(drained);
        });
    done(drained.future());
    assertThat(added.getFirst().failed()).isTrue();
  }

  @Test
  void whatComesWhileTheNodeClosesIsWrittenAtOnce() {
    BatchWriter<Integer> writer = writer(limits(10, 10, Duration.ZERO), this::take);
    onContext(writer::drain, writer);
    context.runOnContext(go -> writer.add(List.of(1)));
    await().atMost(10, TimeUnit.SECONDS).until(() -> written.equals(List.of(List.of(1))));
  }

  private BatchWriter<Integer> writer(
      BatchWriter.Limits limits, Function<List<Integer>, Future<Void>> write) {
    return new BatchWriter<>(vertx, limits, write);
  }

  private static BatchWriter.Limits limits(int batch, int waiting, Duration retry) {
    return new BatchWriter.Limits(NEVER, batch, waiting, retry);
  }

  private Future<Void> take(List<Integer> batch) {
    written.add(batch);
    return Future.succeededFuture();
  }

  /** Does that on the event loop, has all of it written, and awaits the last future. */
  private void onContext(Supplier<Future<Void>> work, BatchWriter<?> writer) {
    Promise<Void> over = Promise.promise();
    context.runOnContext(
        go -> {
          Future<Void> last = work.get();
          writer.flush();
          last.onComplete(over);
        });
    done(over.future());
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
