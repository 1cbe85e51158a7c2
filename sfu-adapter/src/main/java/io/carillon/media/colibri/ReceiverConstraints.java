package io.carillon.media.colibri;

import java.util.List;
import java.util.Map;

/**
 * Which pictures an endpoint wants, by the names of their sources, and how large: the bridge's
 * {@code ReceiverVideoConstraints}.
 *
 * @param lastN how many at most; {@link #ALL} for no limit
 * @param onStage those that go before all others, the foremost first
 * @param selected those that go before the rest
 * @param defaultMaxHeight px, of sources that {@code maxHeights} does not name; 0 for none
 * @param maxHeights px
 */
public record ReceiverConstraints(
    int lastN,
    List<String> onStage,
    List<String> selected,
    int defaultMaxHeight,
    Map<String, Integer> maxHeights) {
  /** No limit to how many. */
  public static final int ALL = -1;

  public ReceiverConstraints {
    onStage = List.copyOf(onStage);
    selected = List.copyOf(selected);
    maxHeights = Map.copyOf(maxHeights);
    if (lastN < ALL) {
      throw new IllegalArgumentException("lastN: must be -1 or more");
    }
    if (defaultMaxHeight < 0 || maxHeights.values().stream().anyMatch(height -> height < 0)) {
      throw new IllegalArgumentException("defaultMaxHeight, maxHeights: must not be negative");
    }
  }

  /** All pictures, of that height at most. */
  public static ReceiverConstraints everybody(int maxHeight) {
    return new ReceiverConstraints(ALL, List.of(), List.of(), maxHeight, Map.of());
  }
}
