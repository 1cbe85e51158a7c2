package io.carillon.media.colibri;

import io.carillon.media.colibri.BridgeFailure.Kind;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A conference on one bridge. Its requests reach the bridge one after the other, in the order of
 * the calls. Safe for use by several threads.
 *
 * <p>Once the bridge has lost it, or is not operational, each further request fails with that same
 * {@link BridgeFailure}, those that wait included: make another conference, with an id of its own.
 */
public final class BridgeConference {
  private final ColibriClient client;
  private final String meetingId;
  private final Set<String> endpoints;
  private Future<?> last = Future.succeededFuture();
  private BridgeFailure lost;

  private BridgeConference(ColibriClient client, String meetingId, Set<String> endpoints) {
    this.client = client;
    this.meetingId = meetingId;
    this.endpoints = new HashSet<>(endpoints);
  }

  /**
   * One that is not there yet: its first endpoint makes it.
   *
   * @param meetingId unique on the bridge; if a conference of that id is there, it becomes this one
   */
  public static BridgeConference anew(ColibriClient client, String meetingId) {
    return new BridgeConference(client, meetingId, Set.of());
  }

  /**
   * One that another adapter made, which asks nothing of the bridge any more.
   *
   * @param endpoints those that it has
   */
  public static BridgeConference takenOver(
      ColibriClient client, String meetingId, Set<String> endpoints) {
    return new BridgeConference(client, meetingId, endpoints);
  }

  /** Makes an endpoint, and the conference with the first one. */
  public Future<AllocatedEndpoint> allocate(EndpointChange.Create endpoint) {
    return next(() -> allocateNow(endpoint));
  }

  /** Changes one endpoint; see {@link ColibriClient#change}. */
  public Future<Void> change(EndpointChange change) {
    return change(List.of(change));
  }

  /** Changes endpoints; see {@link ColibriClient#change}. */
  public Future<Void> change(List<? extends EndpointChange> changes) {
    return next(() -> client.change(meetingId, changes).onSuccess(done -> forget(changes)));
  }

  /**
   * Ends it on the bridge, even if the bridge did not answer before. What still waits then fails.
   *
   * @return also succeeds if the bridge does not have it
   */
  public synchronized Future<Void> expire() {
    Future<Void> expired =
        last.transform(before -> client.expire(meetingId))
            .recover(
                problem ->
                    isOf(problem, Kind.CONFERENCE_MISSING)
                        ? Future.succeededFuture()
                        : Future.failedFuture(problem));
    last = expired;
    lost = new BridgeFailure(Kind.CONFERENCE_MISSING, "the conference has been ended");
    return expired;
  }

  private synchronized <T> Future<T> next(Supplier<Future<T>> request) {
    Future<T> outcome =
        last.transform(before -> isLost() == null ? request.get() : Future.failedFuture(isLost()))
            .onFailure(this::failed);
    last = outcome;
    return outcome;
  }

  private Future<AllocatedEndpoint> allocateNow(EndpointChange.Create endpoint) {
    boolean first = isEmpty();
    return client
        .allocate(meetingId, first, endpoint)
        .recover(
            problem ->
                first && isOf(problem, Kind.CONFERENCE_EXISTS)
                    ? client.allocate(meetingId, false, endpoint)
                    : Future.failedFuture(problem))
        .onSuccess(allocated -> remember(allocated.endpointId()));
  }

  private synchronized BridgeFailure isLost() {
    return lost;
  }

  private synchronized boolean isEmpty() {
    return endpoints.isEmpty();
  }

  private synchronized void remember(String endpointId) {
    endpoints.add(endpointId);
  }

  /** The bridge drops a conference with its last endpoint, so the next one makes it anew. */
  private synchronized void forget(List<? extends EndpointChange> changes) {
    changes.stream()
        .filter(EndpointChange.Expire.class::isInstance)
        .map(EndpointChange::endpointId)
        .forEach(endpoints::remove);
  }

  private synchronized void failed(Throwable problem) {
    if (lost == null && problem instanceof BridgeFailure failure && failure.endsConference()) {
      lost = failure;
    }
  }

  private static boolean isOf(Throwable problem, Kind kind) {
    return problem instanceof BridgeFailure failure && failure.kind() == kind;
  }
}
