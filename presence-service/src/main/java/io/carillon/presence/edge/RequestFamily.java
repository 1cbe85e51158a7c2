package io.carillon.presence.edge;

import io.carillon.protocol.Grant;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.ServiceReply;

/** Whom a request is for: the prefix of its type says so. */
enum RequestFamily {
  CALL("call", Grant.CALL),
  MEDIA("media", Grant.CALL),
  PUSH("push", null),
  HISTORY("history", Grant.CALL),
  USER("user", null),
  /** Served by the edge itself. */
  PRESENCE("presence", Grant.PRESENCE),
  /** Served by the session itself. */
  SESSION("session", null),
  /** No prefix that anybody serves. */
  OTHER("other", null);

  private final String label;
  private final Grant grant;

  RequestFamily(String label, Grant grant) {
    this.label = label;
    this.grant = grant;
  }

  String label() {
    return label;
  }

  /** What the token must allow, or null. */
  Grant grant() {
    return grant;
  }

  /** What is asked of the service that owns the prefix; null where the edge answers itself. */
  Contract<ClientRequest, ServiceReply> contract() {
    return switch (this) {
      case CALL, HISTORY, USER -> Contract.CALL_COMMAND;
      case MEDIA -> Contract.MEDIA_COMMAND;
      case PUSH -> Contract.PUSH_COMMAND;
      case PRESENCE, SESSION, OTHER -> null;
    };
  }

  static RequestFamily of(String type) {
    int dot = type.indexOf('.');
    return switch (dot < 0 ? type : type.substring(0, dot)) {
      case "call" -> CALL;
      case "media" -> MEDIA;
      case "push" -> PUSH;
      case "history" -> HISTORY;
      case "user" -> USER;
      case "presence" -> PRESENCE;
      case "hello", "ping", "bye", "token" -> SESSION;
      default -> OTHER;
    };
  }
}
