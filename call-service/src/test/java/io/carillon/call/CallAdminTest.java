package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.carillon.call.AdminClient.Answer;
import io.carillon.protocol.Json;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.admin.AdminRoutes;
import io.carillon.runtime.cluster.Node;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.presence.PresenceUpdate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What administrators can do over HTTP, on a real node whose other services are stand-ins. */
class CallAdminTest {
  private static final String SHOP_SECRET = "the secret of the shop, 32 or more";
  private static final String NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057";

  private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

  private static FakeNeighbours neighbours;
  private static Node node;
  private static Path keyFile;
  private static AdminClient admin;

  private String family;
  private Device alice;
  private Device bob;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    neighbours = new FakeNeighbours();
    List<CarillonService> services = new ArrayList<>(neighbours.services());
    services.add(new CallService());
    node =
        Node.start(
            Settings.load(
                Map.of(
                    "carillon.admin-port",
                    "0",
                    "carillon.data",
                    data.toString(),
                    "carillon.app.shop.secret",
                    SHOP_SECRET),
                Map.of(),
                null),
            services);
    keyFile = data.resolve("admin-key");
    admin = new AdminClient(node.adminPort(), Files.readString(keyFile).strip());
    Logger logger = (Logger) LoggerFactory.getLogger("io.carillon.call.admin");
    logger.setLevel(Level.INFO);
    LOG.start();
    logger.addAppender(LOG);
  }

  @AfterAll
  static void stop() {
    admin.close();
    node.drain();
    node.close();
  }

  @BeforeEach
  void newUsers() {
    family = UUID.randomUUID().toString().substring(0, 8);
    alice = online("alice", "laptop");
    bob = online("bob", "phone");
  }

  @Test
  void theKeyIsMadeForTheOwnerAlone() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
        .isEqualTo("rw-------");
  }

  @Test
  void noRouteAnswersWithoutTheKey() {
    List<AdminRoutes.Mounted> routes = neighbours.context().admin().mounted();
    assertThat(routes).isNotEmpty();
    for (AdminRoutes.Mounted route : routes) {
      String path = route.path().replace("{app}", "default").replaceAll("\\{\\w+}", NOBODY);
      Answer answer = admin.send(route.method().name(), path, "{}", null);
      assertThat(answer.problem()).as(path).isEqualTo("401 unauthorized");
    }
    assertThat(admin.send("GET", "/calls", "", "x".repeat(43)).problem())
        .isEqualTo("401 unauthorized");
  }

  @Test
  void theDescriptionHasEveryRouteAndNoOtherButThoseOfBridges() throws Exception {
    Answer answer = admin.get("/openapi.yaml");
    assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("application/yaml");
    JsonNode paths = new ObjectMapper(new YAMLFactory()).readTree(answer.text()).get("paths");
    List<String> described = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> described.add(method.toUpperCase(Locale.ROOT) + path.getKey())));
    described.removeIf(name -> name.contains("/bridges"));
    described.removeIf(name -> name.startsWith("PARAMETERS"));
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            neighbours.context().admin().mounted().stream()
                .map(route -> route.method().name() + route.path())
                .toList());
  }

  @Test
  void callsAreListedByUserAndState() {
    String callId = invite();
    JsonNode listed = only(admin.get("/calls?user=" + name("bob")));
    assertThat(listed.get("app").asText()).isEqualTo("default");
    assertThat(listed.at("/call/callId").asText()).isEqualTo(callId);
    assertThat(listed.at("/call/state").asText()).isEqualTo("ringing");
    assertThat(calls("?app=default&state=ringing&user=" + name("alice"))).hasSize(1);
    assertThat(calls("?state=active&user=" + name("alice"))).isEmpty();
    assertThat(calls("?app=shop&user=" + name("alice"))).isEmpty();
    alice.ask("call.hangup", about(callId));
    assertThat(only(admin.get("/calls?state=ended&user=" + name("bob"))).at("/call/end/reason"))
        .hasToString("\"cancelled\"");
  }

  @Test
  void callsAreListedPageByPage() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String callId = invite();
      alice.ask("call.hangup", about(callId));
      made.add(callId);
    }
    List<String> seen = new ArrayList<>();
    String after = "";
    int pages = 0;
    do {
      JsonNode page = admin.get("/calls?limit=2&user=" + name("bob") + "&after=" + after).body();
      page.get("calls").forEach(entry -> seen.add(entry.at("/call/callId").asText()));
      after = page.path("next").asText();
      pages++;
    } while (!after.isEmpty());
    assertThat(pages).isEqualTo(3);
    assertThat(seen).containsExactlyElementsOf(made.stream().sorted().toList());
  }

  @Test
  void whatIsWrongInAListIsNamed() {
    for (String wrong :
        List.of("limit=0", "limit=201", "limit=x", "state=preparing", "user=a%20b", "app=a/b")) {
      Answer answer = admin.get("/calls?" + wrong);
      assertThat(answer.problem()).isEqualTo("400 bad_request");
      assertThat(answer.message()).startsWith(wrong.replaceFirst("=.*", "") + ":");
    }
  }

  @Test
  void aCallIsShownAsItsPartiesSeeIt() {
    String callId = invite();
    assertThat(admin.get("/calls/default/" + callId).body())
        .isEqualTo(alice.ask("call.get", about(callId)));
    assertThat(admin.get("/calls/shop/" + callId).problem()).isEqualTo("404 call_not_found");
    assertThat(admin.get("/calls/default/" + NOBODY).problem()).isEqualTo("404 call_not_found");
    assertThat(admin.get("/calls/default/x").problem()).isEqualTo("400 bad_request");
  }

  @Test
  void aCallThatAnAdministratorMakesRingsEverybody() {
    ObjectNode wanted = newCall("alice", "bob");
    wanted.put("ringTimeoutMs", 20_000).putObject("userInfo").put("topic", "standup");
    Answer answer = admin.post("/calls", wanted);
    assertThat(answer.status()).isEqualTo(201);
    String callId = answer.body().get("callId").asText();
    assertThat(answer.response().headers().firstValue("Location"))
        .hasValue("/admin/v1/calls/default/" + callId);
    assertThat(answer.body().get("state").asText()).isEqualTo("ringing");
    assertThat(answer.body().get("from")).hasSize(1);
    assertThat(answer.body().get("expiresAt").asLong() - answer.body().get("createdAt").asLong())
        .isBetween(20_000L, 30_000L);
    for (Device device : List.of(alice, bob)) {
      assertThat(device.hears("call.invited").at("/call/userInfo/topic").asText())
          .isEqualTo("standup");
    }
    bob.ask("call.accept", about(callId));
    alice.ask("call.accept", about(callId));
    assertThat(admin.get("/calls/default/" + callId).body().get("state").asText())
        .isEqualTo("active");
    assertThat(logged(callId)).containsExactly("an administrator made the call");
  }

  @Test
  void aCallIdMakesOneCallHoweverOftenItIsSent() {
    ObjectNode wanted = newCall("alice", "bob").put("callId", UUID.randomUUID().toString());
    Answer first = admin.post("/calls", wanted);
    assertThat(first.body().get("callId")).isEqualTo(wanted.get("callId"));
    assertThat(admin.post("/calls", wanted).problem()).isEqualTo("409 call_exists");
    assertThat(bob.heard()).containsOnlyOnce("call.invited");
  }

  @Test
  void aCallToNobodyEndsAtOnce() {
    JsonNode call = admin.post("/calls", newCall("erin", "frank")).body();
    assertThat(call.get("state").asText()).isEqualTo("ended");
    assertThat(call.at("/end/reason").asText()).isEqualTo("unreachable");
  }

  @Test
  void whatIsWrongInANewCallIsNamed() {
    ObjectNode good = newCall("alice", "bob");
    for (String field : List.of("app", "from", "to", "media")) {
      ObjectNode without = good.deepCopy();
      without.remove(field);
      Answer answer = admin.post("/calls", without);
      assertThat(answer.problem()).isEqualTo("400 bad_request");
      assertThat(answer.message()).startsWith(field + ":");
    }
    assertThat(admin.post("/calls", newCall("alice", "alice")).message()).startsWith("to:");
    assertThat(admin.post("/calls", good.deepCopy().put("media", "smell")).message())
        .startsWith("media:");
    assertThat(admin.post("/calls", good.deepCopy().put("callId", "x")).message())
        .startsWith("callId:");
    assertThat(admin.post("/calls", good.deepCopy().put("ringTimeoutMs", 1)).message())
        .startsWith("ringTimeoutMs:");
    assertThat(admin.post("/calls", good.deepCopy().put("userInfo", "x")).message())
        .startsWith("userInfo:");
    assertThat(bob.heard()).isEmpty();
  }

  @Test
  void aCallIsEndedForAll() {
    String callId = invite();
    bob.ask("call.accept", about(callId));
    Answer answer = admin.delete("/calls/default/" + callId);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().at("/end/reason").asText()).isEqualTo("ended_by_admin");
    for (Device device : List.of(alice, bob)) {
      assertThat(device.hears("call.ended").get("reason").asText()).isEqualTo("ended_by_admin");
    }
    assertThat(admin.delete("/calls/default/" + callId).problem()).isEqualTo("409 call_ended");
    assertThat(admin.delete("/calls/default/" + NOBODY).problem()).isEqualTo("404 call_not_found");
    assertThat(admin.delete("/calls/default/x").problem()).isEqualTo("400 bad_request");
    assertThat(logged(callId)).containsExactly("an administrator ended the call");
  }

  @Test
  void moreUsersAreRungAndTakenOut() {
    Device carol = online("carol", "desk");
    String callId = invite();
    bob.ask("call.accept", about(callId));
    String parties = "/calls/default/" + callId + "/parties";
    Answer grown = admin.post(parties, to("carol"));
    assertThat(grown.status()).isEqualTo(200);
    assertThat(grown.body().get("parties")).hasSize(3);
    carol.hears("call.invited");
    carol.ask("call.accept", about(callId));
    assertThat(bob.hears("call.partyJoined").get("userId").asText()).isEqualTo(name("carol"));

    Answer shrunk = admin.delete(parties + "/" + name("bob"));
    assertThat(shrunk.status()).isEqualTo(200);
    assertThat(alice.hears("call.partyLeft").get("reason").asText()).isEqualTo("ended_by_admin");
    assertThat(bob.hears("call.ended").get("reason").asText()).isEqualTo("ended_by_admin");
    assertThat(admin.delete(parties + "/" + name("bob")).problem()).isEqualTo("404 not_in_call");
    assertThat(admin.delete(parties + "/a%20b").problem()).isEqualTo("400 bad_request");
    assertThat(admin.post(parties, Map.of()).message()).startsWith("to:");
    assertThat(admin.post(parties, Map.of("to", List.of())).message()).startsWith("to:");

    admin.delete("/calls/default/" + callId);
    assertThat(admin.post(parties, to("bob")).problem()).isEqualTo("409 call_ended");
    assertThat(admin.delete(parties + "/" + name("carol")).problem()).isEqualTo("409 call_ended");
    String nowhere = "/calls/default/" + NOBODY + "/parties";
    assertThat(admin.post(nowhere, to("bob")).problem()).isEqualTo("404 call_not_found");
    assertThat(admin.delete(nowhere + "/bob").problem()).isEqualTo("404 call_not_found");
    assertThat(logged(callId))
        .containsExactly(
            "an administrator had more users rung",
            "an administrator took a user out of the call",
            "an administrator ended the call");
  }

  @Test
  void presenceIsShownFromBothSides() {
    UserRef user = new UserRef("default", name("alice"));
    update(user, PresenceUpdate.arrived(5_000));
    update(user, PresenceUpdate.chosen(PresenceStatus.INVISIBLE, "on the train", true));
    online("alice", "watch");
    JsonNode presence = admin.get("/presence/default/" + name("alice")).body();
    assertThat(presence.at("/seen/status").asText()).isEqualTo("offline");
    assertThat(presence.at("/seen/text").isMissingNode()).isTrue();
    assertThat(presence.at("/chosen/status").asText()).isEqualTo("invisible");
    assertThat(presence.at("/chosen/text").asText()).isEqualTo("on the train");
    assertThat(presence.at("/chosen/callWaiting").asBoolean()).isTrue();
    assertThat(presence.at("/online").asBoolean()).isTrue();
    assertThat(presence.at("/lastActiveAt").asLong()).isEqualTo(5_000);
    assertThat(texts(presence.get("devices"))).containsExactly("laptop", "watch");
    assertThat(presence.toString()).doesNotContain(neighbours.edge());
    assertThat(admin.get("/presence/default/a%20b").problem()).isEqualTo("400 bad_request");
    JsonNode nobody = admin.get("/presence/default/nobody-" + family).body();
    assertThat(nobody.at("/seen/status").asText()).isEqualTo("offline");
    assertThat(nobody.get("devices")).isEmpty();
  }

  @Test
  void historyIsThatOfTheUser() {
    String callId = invite();
    alice.ask("call.hangup", about(callId));
    String path = "/history/default/" + name("bob");
    await().atMost(20, TimeUnit.SECONDS).until(() -> records(path + "?missed=true").size() == 1);
    JsonNode record = records(path).get(0);
    assertThat(record.get("callId").asText()).isEqualTo(callId);
    assertThat(record.get("direction").asText()).isEqualTo("incoming");
    assertThat(record.get("outcome").asText()).isEqualTo("cancelled");
    assertThat(records(path + "?before=" + record.get("startedAt").asLong())).isEmpty();
    assertThat(records("/history/default/" + name("alice") + "?missed=true")).isEmpty();
    assertThat(records("/history/shop/" + name("bob"))).isEmpty();
    for (String wrong : List.of("limit=0", "limit=101", "before=x", "before=-1", "missed=1")) {
      Answer answer = admin.get(path + "?" + wrong);
      assertThat(answer.problem()).isEqualTo("400 bad_request");
      assertThat(answer.message()).startsWith(wrong.replaceFirst("=.*", "") + ":");
    }
  }

  @Test
  void aTokenIsSignedWithTheSecretOfTheApp() throws Exception {
    Answer answer =
        admin.post(
            "/tokens",
            Map.of(
                "app", "shop",
                "userId", "alice",
                "deviceId", "laptop",
                "ttlSeconds", 60,
                "grants", List.of("admin")));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.response().headers().firstValue("Cache-Control")).hasValue("no-store");
    String[] token = answer.body().get("token").asText().split("\\.", -1);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SHOP_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal((token[0] + '.' + token[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(Base64.getUrlDecoder().decode(token[2])).isEqualTo(signature);
    JsonNode claims =
        Json.decode(
            new String(Base64.getUrlDecoder().decode(token[1]), StandardCharsets.UTF_8),
            JsonNode.class);
    assertThat(claims.get("sub").asText()).isEqualTo("alice");
    assertThat(claims.get("app").asText()).isEqualTo("shop");
    assertThat(claims.get("device").asText()).isEqualTo("laptop");
    assertThat(texts(claims.get("grants"))).containsExactly("admin");
    long expiresAt = answer.body().get("expiresAt").asLong();
    assertThat(claims.get("exp").asLong() * 1000).isEqualTo(expiresAt);
    assertThat(expiresAt / 1000 - claims.get("iat").asLong()).isBetween(55L, 65L);
    assertThat(LOG.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains("an administrator had a token made");
  }

  @Test
  void whatIsWrongInANewTokenIsNamed() {
    Map<String, Object> good = Map.of("app", "default", "userId", "alice");
    assertThat(admin.post("/tokens", good).status()).isEqualTo(201);
    for (Map.Entry<String, Object> wrong :
        Map.<String, Object>of(
                "app", "a/b",
                "userId", "",
                "deviceId", "a b",
                "ttlSeconds", 0,
                "grants", List.of("root"))
            .entrySet()) {
      Map<String, Object> bad = new HashMap<>(good);
      bad.put(wrong.getKey(), wrong.getValue());
      Answer answer = admin.post("/tokens", bad);
      assertThat(answer.problem()).isEqualTo("400 bad_request");
      assertThat(answer.message()).startsWith(wrong.getKey());
    }
    assertThat(admin.post("/tokens", Map.of("app", "default")).message()).startsWith("userId:");
  }

  private String invite() {
    ObjectNode data = to("bob").put("callId", UUID.randomUUID().toString()).put("media", "audio");
    return alice.ask("call.invite", data).get("callId").asText();
  }

  private ObjectNode newCall(String from, String... to) {
    return to(to).put("app", "default").put("from", name(from)).put("media", "audio");
  }

  private ObjectNode to(String... users) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    List.of(users).forEach(user -> data.withArray("to").add(name(user)));
    return data;
  }

  private Device online(String user, String device) {
    return Device.online(neighbours, name(user), device);
  }

  private String name(String user) {
    return user + '-' + family;
  }

  private static ObjectNode about(String callId) {
    return JsonNodeFactory.instance.objectNode().put("callId", callId);
  }

  private static JsonNode calls(String query) {
    return admin.get("/calls" + query).body().get("calls");
  }

  private static JsonNode only(Answer page) {
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body().get("calls")).hasSize(1);
    assertThat(page.body().has("next")).isFalse();
    return page.body().at("/calls/0");
  }

  private static JsonNode records(String path) {
    return admin.get(path).body().get("records");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static void update(UserRef user, PresenceUpdate update) {
    neighbours
        .context()
        .presence()
        .update(user, update)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static List<String> logged(String callId) {
    return List.copyOf(LOG.list).stream()
        .filter(
            event ->
                event.getKeyValuePairs() != null
                    && event.getKeyValuePairs().stream()
                        .anyMatch(pair -> callId.equals(pair.value)))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
