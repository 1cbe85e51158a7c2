package io.carillon.media.conference;

import java.util.List;

/**
 * What packets of one kind may be. The same numbers for everyone: the bridge rewrites none.
 *
 * @param payloadTypes the preferred one first, each followed by its repair
 */
public record MediaFormats(List<PayloadType> payloadTypes, List<HeaderExtension> extensions) {
  public MediaFormats {
    payloadTypes = List.copyOf(payloadTypes);
    extensions = List.copyOf(extensions);
  }

  /** The numbers, as an {@code m=} line has them. */
  List<String> ids() {
    return payloadTypes.stream().map(type -> Integer.toString(type.id())).toList();
  }

  /** Whether a client may answer with these: some of ours, and a codec among them. */
  boolean allow(List<String> answered) {
    return ids().containsAll(answered)
        && payloadTypes.stream()
            .anyMatch(type -> !type.isRepair() && answered.contains(Integer.toString(type.id())));
  }
}
