package io.carillon.call.admin;

import io.carillon.call.webhook.FailedWebhooks;
import io.carillon.protocol.Check;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.runtime.admin.AdminAnswer;
import io.carillon.runtime.admin.AdminRequest;
import io.carillon.runtime.admin.AdminRoutes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** Webhooks that no receiver took: which they are, and another try. */
final class WebhookRoutes {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_ID_CHARS = 64;

  private final FailedWebhooks webhooks;

  WebhookRoutes(FailedWebhooks webhooks) {
    this.webhooks = webhooks;
  }

  void mount(AdminRoutes routes) {
    routes.add(HttpMethod.GET, "/webhooks/failed", this::list);
    routes.add(HttpMethod.POST, "/webhooks/{webhookId}/replay", this::replay);
  }

  private Future<AdminAnswer> list(AdminRequest request) {
    Long limit = Check.range("limit", request.number("limit"), 1, MAX_LIMIT);
    String app = request.query("app").map(name -> Check.app("app", name)).orElse(null);
    return webhooks
        .list(app, limit == null ? DEFAULT_LIMIT : limit.intValue())
        .map(found -> AdminAnswer.ok(new FailedWebhookPage(found)));
  }

  private Future<AdminAnswer> replay(AdminRequest request) {
    String id = Check.text("webhookId", request.path("webhookId"), MAX_ID_CHARS);
    return webhooks
        .replay(id)
        .map(
            done -> {
              if (!done) {
                throw new ProtocolException(
                    ErrorCode.INVALID_STATE, "webhookId: none of that id was given up");
              }
              return AdminAnswer.done();
            });
  }
}
