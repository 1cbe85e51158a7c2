package io.carillon.media.sfu;

import io.carillon.media.colibri.ReceiverConstraints;
import io.carillon.protocol.request.MediaRequest.Receive;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a client's wishes mean to the bridge. */
final class Stage {
  /** px, of those who are not on stage where somebody is. */
  static final int THUMBNAIL_HEIGHT = 180;

  private Stage() {}

  /**
   * The constraints.
   *
   * @param wishes null if the client has said nothing
   * @param maxHeight px, for a client that names no height
   * @param pictures the names of a user's pictures, the foremost first
   */
  static ReceiverConstraints of(
      Receive wishes, int maxHeight, Function<String, List<String>> pictures) {
    if (wishes == null) {
      return ReceiverConstraints.everybody(maxHeight);
    }
    int height = wishes.maxHeight() == null ? maxHeight : wishes.maxHeight().intValue();
    int lastN = wishes.lastN() == null ? ReceiverConstraints.ALL : wishes.lastN().intValue();
    List<String> onStage =
        wishes.onStage().stream().map(pictures).flatMap(Collection::stream).toList();
    if (onStage.isEmpty()) {
      return new ReceiverConstraints(lastN, List.of(), List.of(), height, Map.of());
    }
    return new ReceiverConstraints(
        lastN,
        onStage,
        List.of(),
        Math.min(height, THUMBNAIL_HEIGHT),
        onStage.stream().collect(Collectors.toMap(name -> name, name -> height)));
  }
}
