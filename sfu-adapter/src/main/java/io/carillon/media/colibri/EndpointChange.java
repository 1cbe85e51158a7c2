package io.carillon.media.colibri;

import io.carillon.media.conference.ConferenceMedia;
import io.carillon.media.conference.MediaSource;
import io.carillon.media.conference.Transport;
import java.util.List;
import java.util.Objects;

/** What is to become of one endpoint of a conference. */
public sealed interface EndpointChange {
  /** The endpoint, unique in its conference. */
  String endpointId();

  /**
   * Makes it, in the controlling role of ICE.
   *
   * @param statsId by which the bridge's own statistics name it
   * @param media what may be sent to it and by it
   */
  record Create(String endpointId, String statsId, ConferenceMedia media)
      implements EndpointChange {
    public Create {
      Objects.requireNonNull(endpointId);
      Objects.requireNonNull(statsId);
      Objects.requireNonNull(media);
    }
  }

  /**
   * Says how it is reached and what it sends.
   *
   * @param transport null leaves it as it is; the bridge takes no other once ICE has succeeded
   * @param sources all that it sends from now on; null leaves them as they are
   */
  record Update(String endpointId, Transport transport, List<MediaSource> sources)
      implements EndpointChange {
    public Update {
      Objects.requireNonNull(endpointId);
      sources = sources == null ? null : List.copyOf(sources);
      if (transport == null && sources == null) {
        throw new IllegalArgumentException("transport, sources: one of them must be there");
      }
    }
  }

  /** Drops what it sends, by kind, or lets it through again. */
  record ForceMute(String endpointId, boolean audio, boolean video) implements EndpointChange {
    public ForceMute {
      Objects.requireNonNull(endpointId);
    }
  }

  /** Ends it. The last one takes the conference with it. */
  record Expire(String endpointId) implements EndpointChange {
    public Expire {
      Objects.requireNonNull(endpointId);
    }
  }
}
