package io.carillon.presence.roster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carillon.protocol.Json;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.contract.WebhookEvent;
import io.carillon.runtime.ServiceContext;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the queue of webhooks that users come and go. At most once: nobody waits for it, and what
 * is lost is lost. Safe for use by several threads.
 */
final class Comings {
  private static final Logger log = LoggerFactory.getLogger(Comings.class);

  private final ServiceContext node;

  Comings(ServiceContext node) {
    this.node = node;
  }

  /** The user came just now, or went. */
  void report(UserRef user, boolean online) {
    WebhookEvent event =
        event(user, online ? "user.online" : "user.offline", node.clock().millis());
    try {
      node.bus()
          .ask(
              Contract.CALL_WEBHOOK,
              node.placement().addressOf(Contract.CALL_WEBHOOK, user.key()),
              event)
          .onFailure(problem -> lost(event, problem));
    } catch (ProtocolException nobody) {
      lost(event, nobody);
    }
  }

  private static WebhookEvent event(UserRef user, String type, long at) {
    String identity = user.key() + ' ' + type + ' ' + at;
    return new WebhookEvent(
        user.app(),
        UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString(),
        type,
        at,
        Json.raw(Map.of("userId", user.userId())));
  }

  private static void lost(WebhookEvent event, Throwable problem) {
    log.atDebug()
        .addKeyValue("type", event.type())
        .addKeyValue("problem", problem.getMessage())
        .log("an event did not reach the queue of webhooks");
  }
}
