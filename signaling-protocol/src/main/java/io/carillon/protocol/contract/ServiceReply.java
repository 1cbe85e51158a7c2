package io.carillon.protocol.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import java.util.List;
import java.util.Objects;

/** How a service answers a {@link ClientRequest}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ServiceReply.Done.class, name = "done"),
  @JsonSubTypes.Type(value = ServiceReply.Refused.class, name = "refused")
})
public sealed interface ServiceReply {

  /**
   * The request was carried out.
   *
   * @param data the data of the {@code ok}
   * @param notices events for the asking session, which follow the {@code ok} at once and in order:
   *     so a client never meets an effect of its request before the reply
   */
  record Done(RawJson data, List<Notice> notices) implements ServiceReply {
    public Done {
      Objects.requireNonNull(data);
      notices = List.copyOf(notices);
    }
  }

  /** The request was refused and nothing has changed. */
  record Refused(ErrorBody error) implements ServiceReply {
    public Refused {
      Objects.requireNonNull(error);
    }
  }

  /** An {@code ok} without data. */
  Done OK = new Done(RawJson.EMPTY_OBJECT, List.of());

  /** An {@code ok} with data. */
  static Done ok(RawJson data) {
    return new Done(data, List.of());
  }

  /**
   * The answer to a request that threw: typed errors as they are, anything else as {@code
   * internal}.
   */
  static Refused refused(Throwable problem) {
    return new Refused(
        problem instanceof ProtocolException refusal
            ? refusal.body()
            : ErrorBody.of(ErrorCode.INTERNAL, "the server failed to carry this out"));
  }
}
