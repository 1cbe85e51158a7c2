package io.carillon.media.bridge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;

/**
 * Which bridge a conference goes to.
 *
 * <p>Only those come into question that take conferences and are not to be avoided; those that
 * drain, only if there is no other. Then, for each region of the participants, the one with most of
 * them first and the own region last: one that is not overloaded in the region, else in its group;
 * else one that is not overloaded anywhere; else the one with the least stress. Of those that are
 * about as good, lots decide: several adapters, which know nothing of each other's choices, would
 * fill the same bridge otherwise.
 */
final class BridgeChoice {
  /** Less than that, and bridges are about as good: what a participant adds to a bridge. */
  static final double ALIKE = 0.01;

  private final RegionGroups groups;
  private final String ownRegion;
  private final double overloadedFrom;
  private final int mostParticipants;

  /** A bridge that may be chosen; the region is null if nobody knows it. */
  record Candidate(String id, String region, BridgeState state, double stress) {}

  /** The bridge that was chosen, and what spoke for it. */
  record Chosen(String id, Fit fit) {}

  /** What speaks for a bridge, the best first. */
  enum Fit {
    REGION("region"),
    GROUP("group"),
    ANYWHERE("anywhere"),
    OVERLOADED("overloaded");

    private final String code;

    Fit(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  BridgeChoice(BridgeSettings settings) {
    this.groups = settings.groups();
    this.ownRegion = settings.ownRegion();
    this.overloadedFrom = settings.overloadedFrom();
    this.mostParticipants = settings.mostParticipants();
  }

  /**
   * Chooses.
   *
   * @param lots gives one of the numbers from 0 that are less than its argument
   * @return empty if none will do, or the conference is too large for one bridge
   */
  Optional<Chosen> choose(Wish wish, Collection<Candidate> bridges, IntUnaryOperator lots) {
    if (wish.participants() + wish.expected() > mostParticipants) {
      return Optional.empty();
    }
    List<Candidate> usable =
        those(bridges, bridge -> bridge.state().usable() && !wish.avoid().contains(bridge.id()));
    List<Candidate> staying = those(usable, bridge -> bridge.state() != BridgeState.DRAINING);
    List<Candidate> preferred = staying.isEmpty() ? usable : staying;
    List<Candidate> free = those(preferred, bridge -> bridge.stress() < overloadedFrom);
    for (String region : regions(wish)) {
      Set<String> around = groups.around(region);
      Optional<Chosen> near =
          best(those(free, bridge -> region.equals(bridge.region())), Fit.REGION, lots)
              .or(
                  () ->
                      best(
                          those(
                              free,
                              bridge ->
                                  bridge.region() != null && around.contains(bridge.region())),
                          Fit.GROUP,
                          lots));
      if (near.isPresent()) {
        return near;
      }
    }
    return best(free, Fit.ANYWHERE, lots).or(() -> best(preferred, Fit.OVERLOADED, lots));
  }

  /** The regions of the participants, and the own one, in the order in which they count. */
  private List<String> regions(Wish wish) {
    Map<String, Integer> participants = new LinkedHashMap<>();
    wish.regions().forEach(region -> participants.merge(region, 1, Integer::sum));
    List<String> regions = new ArrayList<>(participants.keySet());
    regions.sort(Comparator.comparing(participants::get, Comparator.reverseOrder()));
    if (ownRegion != null && !participants.containsKey(ownRegion)) {
      regions.add(ownRegion);
    }
    return regions;
  }

  private static List<Candidate> those(
      Collection<Candidate> bridges, Predicate<Candidate> condition) {
    return bridges.stream().filter(condition).toList();
  }

  private static Optional<Chosen> best(List<Candidate> bridges, Fit fit, IntUnaryOperator lots) {
    if (bridges.isEmpty()) {
      return Optional.empty();
    }
    double least = bridges.stream().mapToDouble(Candidate::stress).min().orElseThrow();
    List<Candidate> alike = those(bridges, bridge -> bridge.stress() - least < ALIKE);
    return Optional.of(new Chosen(alike.get(lots.applyAsInt(alike.size())).id(), fit));
  }
}
