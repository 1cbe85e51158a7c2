package io.carillon.media.conference;

import io.carillon.media.sdp.Direction;
import io.carillon.protocol.view.MediaFlags;
import java.util.ArrayList;
import java.util.List;

/** What an m-line of an offer is for. */
sealed interface LineUse {
  MediaType type();

  /** As the service writes it. */
  Direction offered();

  /** Whether both are one source, of which something may have changed. */
  boolean isSameAs(LineUse other);

  /** For what the participant sends. */
  enum Own implements LineUse {
    AUDIO(MediaType.AUDIO, null, Direction.SENDRECV, "-a0"),
    CAMERA(MediaType.VIDEO, VideoType.CAMERA, Direction.SENDRECV, "-v0"),
    /** The only line that is {@code recvonly}: so a client knows it. */
    SCREEN(MediaType.VIDEO, VideoType.DESKTOP, Direction.RECVONLY, "-v1");

    private final MediaType type;
    private final VideoType videoType;
    private final Direction offered;
    private final String suffix;

    Own(MediaType type, VideoType videoType, Direction offered, String suffix) {
      this.type = type;
      this.videoType = videoType;
      this.offered = offered;
      this.suffix = suffix;
    }

    @Override
    public MediaType type() {
      return type;
    }

    VideoType videoType() {
      return videoType;
    }

    @Override
    public Direction offered() {
      return offered;
    }

    @Override
    public boolean isSameAs(LineUse other) {
      return this == other;
    }

    /** What the source is called that comes here. */
    String sourceName(String endpointId) {
      return endpointId + suffix;
    }

    /** Whether the participant says that it sends this. */
    boolean isOn(MediaFlags flags) {
      return switch (this) {
        case AUDIO -> flags.audio();
        case CAMERA -> flags.video();
        case SCREEN -> flags.screen();
      };
    }
  }

  /** For a source of another participant. */
  record Remote(RemoteSource source) implements LineUse {
    @Override
    public MediaType type() {
      return source.source().type();
    }

    @Override
    public Direction offered() {
      return Direction.SENDONLY;
    }

    @Override
    public boolean isSameAs(LineUse other) {
      return other instanceof Remote remote
          && type() == remote.type()
          && name().equals(remote.name());
    }

    String name() {
      return source.source().name();
    }
  }

  /** All that an offer is to have, in the order in which lines are given out. */
  static List<LineUse> of(Wanted wanted) {
    List<LineUse> uses = new ArrayList<>(wanted.remote().size() + Own.values().length);
    uses.add(Own.AUDIO);
    uses.add(Own.CAMERA);
    if (wanted.own().screen()) {
      uses.add(Own.SCREEN);
    }
    wanted.remote().forEach(source -> uses.add(new Remote(source)));
    return uses;
  }
}
