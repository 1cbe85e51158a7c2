package io.carillon.protocol.contract;

import java.util.Objects;

/**
 * A question that one service answers for others over the event bus. Each node that runs the
 * service listens at {@code name.node}; who asks picks the node.
 *
 * @param name such as {@code call.command}; its prefix is the service
 * @param patience how many times the bus's time-out an answer may take, since it may wait for
 *     answers of others: whoever asks must not give up before those do, or what was carried out
 *     would count as failed
 * @param <Q> what is asked
 * @param <R> what is answered
 */
public record Contract<Q, R>(String name, Class<Q> question, Class<R> reply, int patience) {
  /**
   * Client requests with the prefixes {@code call.}, {@code history.} and {@code user.}; asked of
   * the node that owns the call, or the user where no call is named.
   */
  public static final Contract<ClientRequest, ServiceReply> CALL_COMMAND =
      new Contract<>("call.command", ClientRequest.class, ServiceReply.class, 12);

  /**
   * That a bridge carries a call no more, told by its adapter; asked of the node that owns the
   * call.
   */
  public static final Contract<BridgeLoss, Done> CALL_BRIDGE =
      new Contract<>("call.bridge", BridgeLoss.class, Done.class, 12);

  /** What happens to sessions, told to call-service; asked of the node that owns the user. */
  public static final Contract<SessionChange, SessionSnapshot> CALL_SESSION =
      new Contract<>("call.session", SessionChange.class, SessionSnapshot.class, 8);

  /** Client requests with the prefix {@code media.}; asked of the adapter of the call. */
  public static final Contract<ClientRequest, ServiceReply> MEDIA_COMMAND =
      new Contract<>("media.command", ClientRequest.class, ServiceReply.class, 13);

  /** Who takes part in a call and where, told to its adapter. */
  public static final Contract<MediaSession, Done> MEDIA_SESSION =
      new Contract<>("media.session", MediaSession.class, Done.class, 3);

  /** Client requests with the prefix {@code push.}. */
  public static final Contract<ClientRequest, ServiceReply> PUSH_COMMAND =
      new Contract<>("push.command", ClientRequest.class, ServiceReply.class, 1);

  /** Wakes the sleeping devices of a user. */
  public static final Contract<Wake, Wake.Outcome> PUSH_WAKE =
      new Contract<>("push.wake", Wake.class, Wake.Outcome.class, 1);

  /** What happened to a user, to be told to the app's webhook; asked of the node of the user. */
  public static final Contract<WebhookEvent, Done> CALL_WEBHOOK =
      new Contract<>("call.webhook", WebhookEvent.class, Done.class, 1);

  /** Whether a user is talking, told to presence-service. */
  public static final Contract<LineState, Done> PRESENCE_LINE =
      new Contract<>("presence.line", LineState.class, Done.class, 1);

  /** Events for sessions; asked at the address of the session's edge. */
  public static final Contract<Delivery, DeliveryOutcome> PRESENCE_DELIVER =
      new Contract<>("presence.deliver", Delivery.class, DeliveryOutcome.class, 1);

  /** What one edge asks of another about its session; asked beside the address of that edge. */
  public static final Contract<SessionOrder, SessionStanding> PRESENCE_SESSION =
      new Contract<>("presence.session", SessionOrder.class, SessionStanding.class, 2);

  /** What a session's new edge asks of the one that holds it; asked beside the address of that. */
  public static final Contract<SessionClaim, SessionHandover> PRESENCE_HANDOVER =
      new Contract<>("presence.handover", SessionClaim.class, SessionHandover.class, 2);

  /** That a user may be there no more, told to presence-service, which looks. */
  public static final Contract<UserRef, Done> PRESENCE_CHECK =
      new Contract<>("presence.check", UserRef.class, Done.class, 3);

  public Contract {
    Objects.requireNonNull(name);
    Objects.requireNonNull(question);
    Objects.requireNonNull(reply);
  }

  /** The service that answers: the prefix of the name. */
  public String service() {
    return name.substring(0, name.indexOf('.'));
  }

  /** The part of an address of this contract that {@link #addressAt} was given. */
  public String placeOf(String address) {
    return address.startsWith(name + '.') ? address.substring(name.length() + 1) : address;
  }

  /** The node of a place: a node, or a node, a dot and the number of a place there. */
  public static String nodeAt(String place) {
    int dot = place.lastIndexOf('.');
    return dot > 0 && place.substring(dot + 1).chars().allMatch(Character::isDigit)
        ? place.substring(0, dot)
        : place;
  }

  /** Where the given node listens. */
  public String addressAt(String node) {
    return name + '.' + node;
  }
}
