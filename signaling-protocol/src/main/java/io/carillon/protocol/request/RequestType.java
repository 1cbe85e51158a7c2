package io.carillon.protocol.request;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every request of the protocol: its type on the wire and the record that its data is read into.
 */
public enum RequestType {
  HELLO("hello", SessionRequest.Hello.class),
  PING("ping", SessionRequest.Ping.class),
  BYE("bye", SessionRequest.Bye.class),
  TOKEN_REFRESH("token.refresh", SessionRequest.TokenRefresh.class),
  CALL_INVITE("call.invite", CallRequest.Invite.class),
  CALL_RINGING("call.ringing", CallRequest.Ringing.class),
  CALL_ACCEPT("call.accept", CallRequest.Accept.class),
  CALL_REJECT("call.reject", CallRequest.Reject.class),
  CALL_HANGUP("call.hangup", CallRequest.Hangup.class),
  CALL_ADD("call.add", CallRequest.Add.class),
  CALL_JOIN("call.join", CallRequest.Join.class),
  CALL_UPDATE("call.update", CallRequest.Update.class),
  CALL_MUTE("call.mute", CallRequest.Mute.class),
  CALL_REMOVE("call.remove", CallRequest.Remove.class),
  CALL_TRANSFER("call.transfer", CallRequest.Transfer.class),
  CALL_GET("call.get", CallRequest.Get.class),
  CALL_LIST("call.list", CallRequest.ListCalls.class),
  MEDIA_DESCRIPTION("media.description", MediaRequest.SendDescription.class),
  MEDIA_CANDIDATES("media.candidates", MediaRequest.SendCandidates.class),
  MEDIA_STATE("media.state", MediaRequest.SetState.class),
  MEDIA_CONNECTION("media.connection", MediaRequest.ReportConnection.class),
  MEDIA_STATS("media.stats", MediaRequest.ReportStats.class),
  MEDIA_RECEIVE("media.receive", MediaRequest.Receive.class),
  MEDIA_ICE_SERVERS("media.iceServers", MediaRequest.GetIceServers.class),
  PRESENCE_SET("presence.set", PresenceRequest.Set.class),
  PRESENCE_SUBSCRIBE("presence.subscribe", PresenceRequest.Subscribe.class),
  PRESENCE_UNSUBSCRIBE("presence.unsubscribe", PresenceRequest.Unsubscribe.class),
  PRESENCE_GET("presence.get", PresenceRequest.Get.class),
  HISTORY_LIST("history.list", HistoryRequest.ListRecords.class),
  HISTORY_SEEN("history.seen", HistoryRequest.Seen.class),
  USER_BLOCK("user.block", UserRequest.Block.class),
  USER_UNBLOCK("user.unblock", UserRequest.Unblock.class),
  USER_BLOCKED("user.blocked", UserRequest.ListBlocked.class);

  private static final Map<String, RequestType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(RequestType::wireName, Function.identity()));

  private final String wireName;
  private final Class<? extends Request> dataType;

  RequestType(String wireName, Class<? extends Request> dataType) {
    this.wireName = wireName;
    this.dataType = dataType;
  }

  /** The {@code type} on the wire. */
  public String wireName() {
    return wireName;
  }

  /** The record of the data. */
  public Class<? extends Request> dataType() {
    return dataType;
  }

  /** The type of that wire name. */
  public static Optional<RequestType> of(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }

  /**
   * Reads a request.
   *
   * @param family the kind of request that the reader serves
   * @throws ProtocolException {@code unknown_type} if there is no such type in the family; {@code
   *     bad_request} or {@code too_large} if the data is not what the type wants
   */
  public static <R extends Request> R decode(String wireName, RawJson data, Class<R> family) {
    RequestType type = BY_NAME.get(wireName);
    if (type == null || !family.isAssignableFrom(type.dataType)) {
      throw new ProtocolException(ErrorCode.UNKNOWN_TYPE, "no request of this type");
    }
    return family.cast(Json.decode(data, type.dataType));
  }
}
