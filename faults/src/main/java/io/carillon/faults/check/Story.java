package io.carillon.faults.check;

import io.carillon.faults.log.ClientLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All that the clients know of one call. */
final class Story {

  /** What a client could tell of a call at a moment. */
  enum State {
    RINGING,
    ACTIVE,
    ENDED,
    /** The service says that there is no such call. */
    UNKNOWN
  }

  /**
   * A request about the call that was acknowledged.
   *
   * @param type such as {@code call.accept}
   */
  record Step(ClientLog by, String type, long askedAt, long doneAt) {}

  /**
   * What a client saw of the call.
   *
   * @param asOf when it asked; nothing that was acknowledged before may be missing in the answer.
   *     For what it did not ask, 0
   * @param at when it saw it
   * @param reason why the call ended, where that was said
   * @param since when the call came into that state by the server's clock, or 0 if that was not
   *     said
   * @param ringsUntil until when it was to ring, or 0
   */
  record Sighting(
      ClientLog by, long asOf, long at, State state, String reason, long since, long ringsUntil) {

    boolean isAskedAfter(long moment) {
      return asOf > moment;
    }
  }

  private final String callId;
  private final List<Step> steps = new ArrayList<>();
  private final List<Sighting> sightings = new ArrayList<>();
  private final Map<String, Set<String>> winners = new HashMap<>();
  private final Set<String> unaware = new TreeSet<>();
  private final Set<String> told = new TreeSet<>();

  Story(String callId) {
    this.callId = callId;
  }

  String callId() {
    return callId;
  }

  void add(Step step) {
    steps.add(step);
  }

  void add(Sighting sighting) {
    sightings.add(sighting);
  }

  /** Some device of that user is said to have answered. */
  void won(String userId, String device) {
    winners.computeIfAbsent(userId, user -> new TreeSet<>()).add(device);
  }

  /** The user has this call, as caller or because a device was told of it. */
  void concerns(String userId) {
    told.add(userId);
  }

  /** The client takes the call for a live one to the end. */
  void neverEndedFor(ClientLog client) {
    unaware.add(client.name());
  }

  List<Step> steps() {
    return steps;
  }

  List<Sighting> sightings() {
    return sightings;
  }

  /** {@code user/device} of all who are said to have answered, by user. */
  Map<String, Set<String>> winners() {
    return winners;
  }

  Set<String> concerned() {
    return told;
  }

  Set<String> unaware() {
    return unaware;
  }

  /** Every reason that anybody was given for its end. */
  Set<String> reasons() {
    return sightings.stream()
        .map(Sighting::reason)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
