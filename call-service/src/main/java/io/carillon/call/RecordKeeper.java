package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.call.record.CallRecords;
import io.carillon.call.record.History;
import io.carillon.call.store.Calls;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every call that is over comes into the histories, and that apps are told of its
 * end: once both are written, the call is marked; one that is not marked is offered again by
 * whoever holds it then.
 *
 * <p>Confined to one context.
 */
final class RecordKeeper {
  private static final Logger log = LoggerFactory.getLogger(RecordKeeper.class);
  private static final long CLEAR_INTERVAL_MS = Duration.ofHours(1).toMillis();

  private final ServiceContext context;
  private final CallRecords records;
  private final Calls calls;
  private final Set<String> written = new HashSet<>();

  RecordKeeper(ServiceContext context, CallRecords records, Calls calls) {
    this.context = context;
    this.records = records;
    this.calls = calls;
  }

  /**
   * Takes a call that is over, or of which users are out; returns at once.
   *
   * @param reported completes when the apps' webhooks about that are written
   */
  void add(Call call, Future<Void> reported) {
    Future<Void> recorded = records.add(call);
    if (call.isEnded()) {
      Future.join(recorded, reported).onSuccess(durable -> mark(call.key()));
    }
  }

  /** Those that were written together are marked together. */
  private void mark(String key) {
    if (written.isEmpty()) {
      context.vertx().getOrCreateContext().runOnContext(later -> markAll());
    }
    written.add(key);
  }

  private void markAll() {
    Set<String> keys = Set.copyOf(written);
    written.clear();
    calls
        .recorded(keys, context.clock().millis())
        .onFailure(
            problem ->
                log.atDebug()
                    .addKeyValue("calls", keys.size())
                    .log("recorded calls could not be marked and will be offered again"));
  }

  /** Clears away what is older than that, now and every hour. */
  void clearAfter(History history, Duration retention) {
    history
        .clear(context.clock().millis() - retention.toMillis())
        .onSuccess(
            records -> {
              if (records > 0) {
                log.atInfo().addKeyValue("records", records).log("old call records are gone");
              }
            })
        .onFailure(problem -> log.warn("old call records could not be cleared away", problem))
        .onComplete(
            done ->
                context
                    .vertx()
                    .setTimer(CLEAR_INTERVAL_MS, fired -> clearAfter(history, retention)));
  }
}
