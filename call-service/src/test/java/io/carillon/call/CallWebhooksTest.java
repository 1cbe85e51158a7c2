package io.carillon.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.call.webhook.Receptionist;
import io.carillon.protocol.Json;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Done;
import io.carillon.protocol.contract.WebhookEvent;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an app's backend hears of a node, and what an administrator can do about what it missed. */
class CallWebhooksTest {
  private static final String ADMIN_KEY = "an-admin-key-for-this-test";

  private final Vertx vertx = Vertx.vertx();
  private final FakeNeighbours neighbours = new FakeNeighbours();
  private final String callId = UUID.randomUUID().toString();
  private Receptionist app;
  private Node node;

  @BeforeEach
  void start(@TempDir Path data) {
    app = new Receptionist(vertx);
    Map<String, String> settings = new HashMap<>(app.settings());
    settings.put("carillon.admin-port", "0");
    settings.put("carillon.admin.key", ADMIN_KEY);
    settings.put("carillon.data", data.toString());
    settings.put("carillon.webhook.attempts", "1");
    List<CarillonService> services = new ArrayList<>(neighbours.services());
    services.add(new CallService());
    node = Node.start(Settings.load(settings, Map.of(), null), services);
  }

  @AfterEach
  void stop() {
    node.drain();
    node.close();
    vertx.close().await();
  }

  @Test
  void anAppHearsOfACallFromItsStartToItsEnd() {
    Device alice = Device.online(neighbours, "alice", "laptop");
    Device bob = Device.online(neighbours, "bob", "phone");
    ObjectNode invitation = about().put("media", "audio");
    invitation.putArray("to").add("bob");
    alice.ask("call.invite", invitation);
    bob.ask("call.ringing", about());
    bob.ask("call.accept", about());
    alice.ask("call.hangup", about());

    await().atMost(30, TimeUnit.SECONDS).until(() -> app.calls.size() >= 7);
    assertThat(app.calls)
        .extracting(Receptionist.Call::type)
        .containsExactlyInAnyOrder(
            "call.started",
            "call.ringing",
            "call.answered",
            "party.joined",
            "party.left",
            "party.left",
            "call.ended");
    assertThat(app.calls)
        .allMatch(Receptionist.Call::signed)
        .allMatch(call -> call.data().getString("callId").equals(callId));
  }

  @Test
  void anAppHearsWhatOtherServicesHaveToTell() {
    assertThat(tell("online")).isEqualTo(Done.DONE);

    await().atMost(30, TimeUnit.SECONDS).until(() -> app.calls.size() == 1);
    assertThat(app.calls.getFirst().type()).isEqualTo("user.online");
    assertThat(app.calls.getFirst().data().getString("userId")).isEqualTo("alice");
    assertThat(app.calls.getFirst().data().getString("app")).isEqualTo("default");
  }

  @Test
  void anAdministratorSeesWhatTheAppRefusedAndHasItSentAgain() throws Exception {
    app.does(call -> call.answer(500));
    tell("offline");
    await().atMost(30, TimeUnit.SECONDS).until(() -> failed("?app=default&limit=5").size() == 1);
    JsonNode refused = failed("").get(0);
    assertThat(refused.get("type").asText()).isEqualTo("user.offline");
    assertThat(refused.get("problem").asText()).isEqualTo("status 500");
    assertThat(failed("?app=other")).isEmpty();

    app.does(Receptionist.Call::thank);
    String id = refused.get("id").asText();
    assertThat(ask("POST", "/webhooks/" + id + "/replay").statusCode()).isEqualTo(204);
    await().atMost(30, TimeUnit.SECONDS).until(() -> app.calls.size() == 2);
    assertThat(app.calls.getLast().id()).isEqualTo(id);
    assertThat(failed("")).isEmpty();

    HttpResponse<String> again = ask("POST", "/webhooks/" + id + "/replay");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("invalid_state");
    assertThat(ask("GET", "/webhooks/failed?limit=0").statusCode()).isEqualTo(400);
  }

  private Done tell(String what) {
    WebhookEvent event =
        new WebhookEvent(
            "default",
            UUID.randomUUID().toString(),
            "user." + what,
            1_795_190_000_000L,
            new RawJson("{\"userId\":\"alice\"}"));
    return neighbours
        .context()
        .bus()
        .ask(
            Contract.CALL_WEBHOOK,
            neighbours.context().placement().addressOf(Contract.CALL_WEBHOOK, "default/alice"),
            event)
        .await();
  }

  private JsonNode failed(String query) throws IOException, InterruptedException {
    return Json.decode(ask("GET", "/webhooks/failed" + query).body(), JsonNode.class)
        .get("deliveries");
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + node.adminPort() + "/admin/v1" + path))
              .header("Authorization", "Bearer " + ADMIN_KEY)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString(UTF_8));
    }
  }

  private ObjectNode about() {
    return JsonNodeFactory.instance.objectNode().put("callId", callId);
  }
}
