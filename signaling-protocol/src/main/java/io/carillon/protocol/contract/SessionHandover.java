package io.carillon.protocol.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.view.UserPresence;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How an edge answers a {@link SessionClaim}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SessionHandover.Given.class, name = "given"),
  @JsonSubTypes.Type(value = SessionHandover.Kept.class, name = "kept")
})
public sealed interface SessionHandover {

  /**
   * The session is the new edge's. What still arrives at the old one is passed on.
   *
   * @param lastSeq of the last event of the session
   * @param frames the events after the last one that the client has seen, as they are sent, in
   *     order
   * @param told what the session was told last of each call
   * @param replies to its latest requests, oldest first
   * @param watched of whom it hears, with what it was told last
   * @param absent whether its user counted as absent or idle by it
   */
  record Given(
      long lastSeq,
      List<String> frames,
      Map<String, LastTold> told,
      List<KeptReply> replies,
      List<UserPresence> watched,
      boolean absent)
      implements SessionHandover {
    public Given {
      frames = List.copyOf(frames);
      told = Map.copyOf(told);
      replies = List.copyOf(replies);
      watched = List.copyOf(watched);
    }
  }

  /** There is no such session, or not one that this client may resume. */
  record Kept() implements SessionHandover {}

  /**
   * What a session was told last of a call.
   *
   * @param version that of the call at the last event
   * @param type that of the event
   * @param shown the version that a reply showed; 0 if none did
   */
  record LastTold(long version, String type, long shown) {
    public LastTold {
      Objects.requireNonNull(type);
    }
  }

  /**
   * The reply to a request, for the case that it is sent again.
   *
   * @param id of the request
   * @param ok whether {@code data} is that of an ok, or an error
   */
  record KeptReply(String id, boolean ok, RawJson data) {
    public KeptReply {
      Objects.requireNonNull(id);
      Objects.requireNonNull(data);
    }
  }
}
