package io.carillon.call.webhook;

/** What an app can be told of. */
enum WebhookType {
  /** A call rings, or a room has opened. */
  CALL_STARTED("call.started"),
  /** A first device of a user alerts. */
  CALL_RINGING("call.ringing"),
  /** Somebody has answered a call; the first who does. */
  CALL_ANSWERED("call.answered"),
  /** A user was called and did not come to the phone. */
  CALL_MISSED("call.missed"),
  /** A call is over. */
  CALL_ENDED("call.ended"),
  /** A user is in a call. */
  PARTY_JOINED("party.joined"),
  /** A user who was in a call is out. */
  PARTY_LEFT("party.left"),
  /** A user has come. */
  USER_ONLINE("user.online"),
  /** A user has gone. */
  USER_OFFLINE("user.offline");

  private final String code;

  WebhookType(String code) {
    this.code = code;
  }

  /** The name in payloads and settings. */
  String code() {
    return code;
  }
}
