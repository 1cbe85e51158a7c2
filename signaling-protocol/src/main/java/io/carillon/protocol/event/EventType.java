package io.carillon.protocol.event;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every event of the protocol: its type on the wire and the record of its data. */
public enum EventType {
  GO_AWAY("goaway", SessionEvent.GoAway.class),
  TOKEN_EXPIRING("token.expiring", SessionEvent.TokenExpiring.class),
  CALL_INVITED("call.invited", CallEvent.Invited.class),
  CALL_RINGING("call.ringing", CallEvent.Ringing.class),
  CALL_ACCEPTED("call.accepted", CallEvent.Accepted.class),
  CALL_REJECTED("call.rejected", CallEvent.Rejected.class),
  CALL_NO_ANSWER("call.noAnswer", CallEvent.NoAnswer.class),
  CALL_HANDLED_ELSEWHERE("call.handledElsewhere", CallEvent.HandledElsewhere.class),
  CALL_PARTY_JOINED("call.partyJoined", CallEvent.PartyJoined.class),
  CALL_PARTY_LEFT("call.partyLeft", CallEvent.PartyLeft.class),
  CALL_PARTY_RECONNECTING("call.partyReconnecting", CallEvent.PartyReconnecting.class),
  CALL_PARTY_RECONNECTED("call.partyReconnected", CallEvent.PartyReconnected.class),
  CALL_UPDATED("call.updated", CallEvent.Updated.class),
  CALL_MUTED("call.muted", CallEvent.Muted.class),
  CALL_TRANSFERRED("call.transferred", CallEvent.Transferred.class),
  CALL_STATE("call.state", CallEvent.State.class),
  CALL_ENDED("call.ended", CallEvent.Ended.class),
  MEDIA_DESCRIPTION("media.description", MediaEvent.DescriptionReceived.class),
  MEDIA_CANDIDATES("media.candidates", MediaEvent.CandidatesReceived.class),
  MEDIA_STATE("media.state", MediaEvent.StateChanged.class),
  MEDIA_TOPOLOGY("media.topology", MediaEvent.TopologyChanged.class),
  MEDIA_SPEAKER("media.speaker", MediaEvent.Speaker.class),
  MEDIA_CONNECTIVITY("media.connectivity", MediaEvent.Connectivity.class),
  MEDIA_ICE_SERVERS("media.iceServers", MediaEvent.IceServers.class),
  PRESENCE_CHANGED("presence.changed", PresenceEvent.Changed.class);

  private static final Map<Class<? extends Event>, EventType> BY_RECORD =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::dataType, Function.identity()));

  private final String wireName;
  private final Class<? extends Event> dataType;

  EventType(String wireName, Class<? extends Event> dataType) {
    this.wireName = wireName;
    this.dataType = dataType;
  }

  /** The {@code type} on the wire. */
  public String wireName() {
    return wireName;
  }

  /** The record of the data. */
  public Class<? extends Event> dataType() {
    return dataType;
  }

  /** The type of that event. */
  public static EventType of(Event event) {
    return BY_RECORD.get(event.getClass());
  }
}
