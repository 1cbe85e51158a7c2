package io.carillon.call.admin;

import io.carillon.call.CallAdministration;
import io.carillon.call.record.History;
import io.carillon.call.store.Calls;
import io.carillon.call.webhook.FailedWebhooks;
import io.carillon.runtime.ServiceContext;
import io.carillon.runtime.admin.AdminAnswer;
import io.carillon.runtime.admin.AdminRoutes;
import io.carillon.runtime.token.TokenIssuer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What call-service adds to the routes of administrators; {@code openapi.yaml} describes it. */
public final class CallAdmin {
  private static final String DOCUMENT = "openapi.yaml";

  private CallAdmin() {}

  /**
   * Adds it. Blocks.
   *
   * @throws io.carillon.runtime.config.ConfigurationException if the secret of tokens can't be used
   */
  public static void mount(ServiceContext context, CallAdministration administration) {
    AdminRoutes routes = context.admin();
    Calls calls = new Calls(context.vertx(), context.hazelcast());
    new CallRoutes(calls, administration).mount(routes);
    new UserRoutes(context, new History(context.database())).mount(routes);
    new TokenRoutes(TokenIssuer.of(context.settings(), context.dataFolder()), context.clock())
        .mount(routes);
    new WebhookRoutes(new FailedWebhooks(context.database(), context.clock())).mount(routes);
    AdminAnswer document = AdminAnswer.document("application/yaml", document());
    routes.add(HttpMethod.GET, "/" + DOCUMENT, request -> Future.succeededFuture(document));
  }

  private static Buffer document() {
    try (InputStream file = CallAdmin.class.getResourceAsStream(DOCUMENT)) {
      return Buffer.buffer(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
