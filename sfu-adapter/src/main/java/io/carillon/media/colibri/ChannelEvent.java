package io.carillon.media.colibri;

import java.util.List;
import java.util.Objects;

/** What an endpoint's channel tells. Named as in the bridge's {@code BridgeChannelMessage}. */
public sealed interface ChannelEvent {
  /** The channel is open: for the first time, or again. */
  record Open() implements ChannelEvent {}

  /** The channel broke; it is being opened again. Media goes on. */
  record Lost() implements ChannelEvent {}

  /** The channel will not be open any more: nothing follows. Media may go on. */
  record Gone(Reason reason) implements ChannelEvent {
    /** Why. */
    public enum Reason {
      /** The bridge does not have the endpoint, or not with this password. */
      REFUSED,
      /** Somebody else has opened it. */
      REPLACED
    }

    public Gone {
      Objects.requireNonNull(reason);
    }
  }

  /**
   * Somebody else has begun to speak.
   *
   * @param endpointId who
   * @param previous who spoke before, the last one first; the bridge keeps about ten
   * @param silence nobody speaks, where the bridge looks for that
   */
  record DominantSpeaker(String endpointId, List<String> previous, boolean silence)
      implements ChannelEvent {
    public DominantSpeaker {
      Objects.requireNonNull(endpointId);
      previous = List.copyOf(previous);
    }
  }

  /**
   * The bridge hears from an endpoint, or does not any more.
   *
   * @param endpointId which one; it may be the channel's own
   */
  record Connectivity(String endpointId, boolean active) implements ChannelEvent {
    public Connectivity {
      Objects.requireNonNull(endpointId);
    }
  }

  /**
   * How much of one of this endpoint's pictures anybody wants.
   *
   * @param maxHeight px; 0 for nothing
   */
  record SenderConstraints(String sourceName, int maxHeight) implements ChannelEvent {
    public SenderConstraints {
      Objects.requireNonNull(sourceName);
    }
  }

  /** The pictures that this endpoint gets. */
  record ForwardedSources(List<String> sourceNames) implements ChannelEvent {
    public ForwardedSources {
      sourceNames = List.copyOf(sourceNames);
    }
  }

  /**
   * How much the bridge thinks that this endpoint can receive.
   *
   * @param bitsPerSecond may be nothing yet
   */
  record Downlink(long bitsPerSecond) implements ChannelEvent {}
}
