package io.carillon.protocol.contract;

import java.util.Objects;

/**
 * A question that one service answers for others over the event bus. Each node that runs the
 * service listens at {@code name.node}; who asks picks the node.
 *
 * @param name such as {@code call.command}; its prefix is the service
 * @param <Q> what is asked
 * @param <R> what is answered
 */
public record Contract<Q, R>(String name, Class<Q> question, Class<R> reply) {
  /** Client requests with the prefix {@code call.}; asked of the node that owns the call. */
  public static final Contract<ClientRequest, ServiceReply> CALL_COMMAND =
      new Contract<>("call.command", ClientRequest.class, ServiceReply.class);

  /** What happens to sessions, told to call-service; asked of the node that owns the user. */
  public static final Contract<SessionChange, SessionSnapshot> CALL_SESSION =
      new Contract<>("call.session", SessionChange.class, SessionSnapshot.class);

  /** Client requests with the prefix {@code media.}; asked of the adapter of the call. */
  public static final Contract<ClientRequest, ServiceReply> MEDIA_COMMAND =
      new Contract<>("media.command", ClientRequest.class, ServiceReply.class);

  /** Who takes part in a call and where, told to its adapter. */
  public static final Contract<MediaSession, Done> MEDIA_SESSION =
      new Contract<>("media.session", MediaSession.class, Done.class);

  /** Client requests with the prefix {@code push.}. */
  public static final Contract<ClientRequest, ServiceReply> PUSH_COMMAND =
      new Contract<>("push.command", ClientRequest.class, ServiceReply.class);

  /** Wakes the sleeping devices of a user. */
  public static final Contract<Wake, Wake.Outcome> PUSH_WAKE =
      new Contract<>("push.wake", Wake.class, Wake.Outcome.class);

  /** Whether a user is talking, told to presence-service. */
  public static final Contract<LineState, Done> PRESENCE_LINE =
      new Contract<>("presence.line", LineState.class, Done.class);

  /** Events for sessions; asked at the address of the session's edge. */
  public static final Contract<Delivery, DeliveryOutcome> PRESENCE_DELIVER =
      new Contract<>("presence.deliver", Delivery.class, DeliveryOutcome.class);

  /** What one edge asks of another about its session; asked beside the address of that edge. */
  public static final Contract<SessionOrder, SessionStanding> PRESENCE_SESSION =
      new Contract<>("presence.session", SessionOrder.class, SessionStanding.class);

  public Contract {
    Objects.requireNonNull(name);
    Objects.requireNonNull(question);
    Objects.requireNonNull(reply);
  }

  /** The service that answers: the prefix of the name. */
  public String service() {
    return name.substring(0, name.indexOf('.'));
  }

  /** Where the given node listens. */
  public String addressAt(String node) {
    return name + '.' + node;
  }
}
