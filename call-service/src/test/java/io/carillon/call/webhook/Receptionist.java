package io.carillon.call.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.carillon.runtime.webhook.WebhookSignature;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An app's backend that gets webhooks, over real HTTP; what it answers is up to the test. */
public final class Receptionist {
  /** What its webhooks are signed with. */
  public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  /** What came, in the order in which it came. */
  public final List<Call> calls = new CopyOnWriteArrayList<>();

  /** Deliveries that came while the same one was still being answered. */
  final List<String> overlaps = new CopyOnWriteArrayList<>();

  private final Vertx vertx;
  private final WebhookSignature signature = WebhookSignature.of("secret", SECRET);
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private volatile Manners manners = Call::thank;
  private HttpServer server;
  private int port;

  /** What it does with what it gets. */
  public interface Manners {
    /** Answers, or does not. */
    void answer(Call call);
  }

  /** One request. */
  public record Call(
      HttpServerRequest request, String path, String id, JsonObject body, boolean signed) {
    /** Takes it. */
    public void thank() {
      answer(204);
    }

    /** Answers with a status. */
    public void answer(int status) {
      request.response().setStatusCode(status).end();
    }

    /** The type of the event. */
    public String type() {
      return body.getString("type");
    }

    /** The data of the event. */
    public JsonObject data() {
      return body.getJsonObject("data");
    }
  }

  /** One that listens and takes everything. */
  public Receptionist(Vertx vertx) {
    this.vertx = vertx;
    open();
    port = server.actualPort();
  }

  /** From now on it does that. */
  public void does(Manners wanted) {
    manners = wanted;
  }

  /** Listens, at the port that it had before if it had one. */
  void open() {
    server =
        vertx.createHttpServer().requestHandler(this::receive).listen(port, "127.0.0.1").await();
  }

  void close() {
    server.close().await();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** The settings of an installation that tells it everything. */
  public Map<String, String> settings() {
    return Map.of("carillon.webhook.url", url("/hook"), "carillon.webhook.secret", SECRET);
  }

  List<String> ids() {
    return new ArrayList<>(calls.stream().map(Call::id).toList());
  }

  private void receive(HttpServerRequest request) {
    String id = request.getHeader("webhook-id");
    if (!underWay.add(id)) {
      overlaps.add(id);
    }
    request.response().endHandler(answered -> underWay.remove(id));
    request.response().closeHandler(broken -> underWay.remove(id));
    request
        .body()
        .onSuccess(
            body -> {
              boolean signed =
                  signature.verify(
                      id,
                      Long.parseLong(request.getHeader("webhook-timestamp")),
                      body.toString(UTF_8).getBytes(UTF_8),
                      request.getHeader("webhook-signature"));
              Call call = new Call(request, request.path(), id, new JsonObject(body), signed);
              calls.add(call);
              manners.answer(call);
            });
  }
}
