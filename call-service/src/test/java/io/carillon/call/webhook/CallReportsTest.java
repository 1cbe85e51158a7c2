package io.carillon.call.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.call.TestDatabase;
import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.CallStateMachine;
import io.carillon.call.core.Decision;
import io.carillon.call.core.MediaTerms;
import io.carillon.call.core.Party;
import io.carillon.call.core.Reach;
import io.carillon.call.store.StepResult;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.Json;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.runtime.config.Settings;
import io.carillon.runtime.data.Database;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steps of the call's core come to in the queue of webhooks. */
class CallReportsTest {
  private static final SessionRef ALICE = session("alice", "laptop");
  private static final SessionRef BOB = session("bob", "phone");
  private static final SessionRef CAROL = session("carol", "desk");
  private static final String CALL_ID = "01890a5d-ac96-774b-bcce-b302099a8057";
  private static final long RING_MS = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, String> settings = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private Database database;
  private CallReports reports;
  private Call call;
  private long now = 1_000_000;

  @BeforeEach
  void open(@TempDir Path folder) {
    settings.putAll(TestDatabase.H2.fresh(folder));
    settings.put("carillon.webhook.url", "http://127.0.0.1:9/hook");
    settings.put("carillon.webhook.secret", Receptionist.SECRET);
    database = TestDatabase.open(vertx, settings, folder);
    report();
  }

  @AfterEach
  void close() {
    database.close();
    vertx.close().await();
  }

  @Test
  void aCallFromTheInvitationToTheEnd() {
    create("bob");
    assertThat(news()).isEmpty();
    prepared(free(BOB));
    assertThat(news()).containsExactly("call.started");
    step(new CallCommand.Ringing(BOB, now));
    assertThat(news()).containsExactly("call.ringing bob");
    step(new CallCommand.Accept(BOB, null, null, now));
    assertThat(news()).containsExactly("call.answered bob", "party.joined bob");
    now += 5_000;
    step(new CallCommand.Hangup(BOB, EndReason.HANGUP, null, false, false, now));
    assertThat(news()).containsExactly("call.ended", "party.left alice", "party.left bob");

    JsonNode end = payload("call.ended").get("data");
    assertThat(end.get("app").asText()).isEqualTo("default");
    assertThat(end.get("callId").asText()).isEqualTo(CALL_ID);
    assertThat(end.get("media").asText()).isEqualTo("video");
    assertThat(end.get("from").get("userId").asText()).isEqualTo("alice");
    assertThat(end.get("from").get("deviceId").asText()).isEqualTo("laptop");
    assertThat(end.get("peers").get(0).asText()).isEqualTo("bob");
    assertThat(end.get("reason").asText()).isEqualTo("hangup");
    assertThat(end.get("by").asText()).isEqualTo("bob");
    assertThat(end.get("durationMs").asLong()).isEqualTo(5_000);
    assertThat(end.get("endedAt").asLong()).isEqualTo(now);
    assertThat(end.get("parties").findValuesAsText("deviceId")).containsExactly("laptop", "phone");
    assertThat(payload("call.ended").get("timestamp").asText()).isEqualTo("1970-01-01T00:16:45Z");
    JsonNode left = payload("party.left alice").get("data");
    assertThat(left.get("userId").asText()).isEqualTo("alice");
    assertThat(left.get("deviceId").asText()).isEqualTo("laptop");
    assertThat(left.get("peers").get(0).asText()).isEqualTo("bob");
    assertThat(left.has("parties")).isFalse();
  }

  @Test
  void whatTheAppPutInIsToldOnlyWhereThatIsWanted() {
    create("bob");
    prepared(free(BOB));
    assertThat(payload("call.started").get("data").has("userInfo")).isFalse();

    settings.put("carillon.webhook.user-info", "true");
    report();
    step(new CallCommand.Ringing(BOB, now));
    assertThat(payload("call.ringing bob").get("data").get("userInfo").get("topic").asText())
        .isEqualTo("tea");
  }

  @Test
  void whoIsRungInVainHasMissedTheCallAndWhoDeclinedHasNot() {
    create("bob", "carol", "dave");
    prepared(free(BOB), free(CAROL), Reach.without("dave", Reach.Line.DND));
    assertThat(news()).containsExactly("call.missed dave", "call.started");
    step(new CallCommand.Reject(BOB, EndReason.DECLINED, null, now));
    assertThat(news()).isEmpty();
    now += RING_MS;
    step(new CallCommand.Tick(now));
    assertThat(news()).containsExactly("call.ended", "call.missed carol", "party.left alice");
    assertThat(payload("call.missed carol").get("data").get("reason").asText())
        .isEqualTo("no_answer");
  }

  @Test
  void aCallThatReachesNobodyHasOnlyItsEnd() {
    create("bob");
    prepared(Reach.without("bob", Reach.Line.BUSY));
    assertThat(news()).containsExactly("call.ended", "call.missed bob", "party.left alice");
  }

  @Test
  void ofTwoWhoAlertEachIsToldOnce() {
    create("bob", "carol");
    prepared(free(BOB), free(CAROL));
    news();
    step(new CallCommand.Ringing(BOB, now));
    assertThat(news()).containsExactly("call.ringing bob");
    step(new CallCommand.Ringing(CAROL, now));
    assertThat(news()).containsExactly("call.ringing carol");
  }

  @Test
  void whoIsRungAgainAfterLeavingAndDoesNotComeHasNotLeftTwice() {
    create("bob", "carol");
    prepared(free(BOB), free(CAROL));
    step(new CallCommand.Accept(BOB, null, null, now));
    step(new CallCommand.Accept(CAROL, null, null, now));
    step(new CallCommand.Hangup(BOB, EndReason.HANGUP, null, false, false, now));
    assertThat(news()).contains("party.left bob");
    step(new CallCommand.Add(ALICE, List.of("bob"), now));
    prepared(free(BOB));
    now += RING_MS;
    step(new CallCommand.Tick(now));
    assertThat(call.party("bob").orElseThrow().reason()).isEqualTo(EndReason.NO_ANSWER);
    assertThat(news()).isEmpty();
  }

  @Test
  void whoHasBlockedTheCallerIsNowhere() {
    create("bob", "carol");
    prepared(Reach.unaware("bob", false, new Party.Pretence("phone", now + 100)), free(CAROL));
    now += 100;
    step(new CallCommand.Tick(now));
    now += RING_MS;
    step(new CallCommand.Tick(now));
    assertThat(news())
        .containsExactly("call.ended", "call.missed carol", "call.started", "party.left alice");
    assertThat(payloads()).noneMatch(payload -> payload.contains("bob"));
  }

  @Test
  void aRoomOpensAndGuestsComeAndGo() {
    step(
        new CallCommand.Create(
            ALICE,
            CALL_ID,
            List.of(),
            MediaKind.VIDEO,
            true,
            "lobby",
            RING_MS,
            null,
            null,
            null,
            now));
    prepared();
    assertThat(news()).containsExactly("call.started");
    assertThat(payload("call.started").get("data").get("room").asText()).isEqualTo("lobby");
    step(new CallCommand.Join(BOB, now));
    assertThat(news()).containsExactly("party.joined bob");
    step(new CallCommand.Hangup(ALICE, EndReason.HANGUP, null, false, false, now));
    assertThat(news()).containsExactly("party.left alice");
    step(new CallCommand.Hangup(BOB, EndReason.HANGUP, null, false, false, now));
    assertThat(news()).containsExactly("call.ended", "party.left bob");
  }

  @Test
  void whatIsOfferedAgainIsTheSameAndWhatWasLostIsMadeUp() {
    create("bob", "carol");
    prepared(free(BOB), free(CAROL));
    now += RING_MS;
    Call before = call;
    Decision ended =
        CallStateMachine.decide(before, new CallCommand.Tick(now), MediaTerms.WITHOUT_BRIDGES);
    call = ended.after();
    news();

    now = call.deadline();
    step(new CallCommand.Tick(now));
    assertThat(news()).containsExactly("call.ended", "call.missed bob", "call.missed carol");
    tell(StepResult.of(before, ended));
    assertThat(news()).containsExactly("party.left alice");
    now = call.deadline();
    step(new CallCommand.Tick(now));
    assertThat(news()).isEmpty();
  }

  @Test
  void aStepThatComesAgainTellsNothing() {
    create("bob");
    CallCommand prepared = new CallCommand.Prepared(List.of(free(BOB)), now);
    step(prepared);
    news();
    step(prepared);
    step(new CallCommand.Get(ALICE, now));
    assertThat(news()).isEmpty();
  }

  private void report() {
    Webhooks webhooks =
        new Webhooks(
            vertx,
            database,
            Settings.load(settings, Map.of(), null),
            new PrometheusRegistry(),
            Clock.systemUTC());
    reports = new CallReports(webhooks, Clock.systemUTC());
  }

  private void create(String... to) {
    step(
        new CallCommand.Create(
            ALICE,
            CALL_ID,
            List.of(to),
            MediaKind.VIDEO,
            to.length > 1,
            null,
            RING_MS,
            new RawJson("{\"topic\":\"tea\"}"),
            null,
            null,
            now));
  }

  private void prepared(Reach... reaches) {
    step(new CallCommand.Prepared(List.of(reaches), now));
  }

  private void step(CallCommand command) {
    Call before = call;
    Decision decision = CallStateMachine.decide(before, command, MediaTerms.WITHOUT_BRIDGES);
    assertThat(decision.refusal()).isNull();
    call = decision.after();
    tell(StepResult.of(before, decision));
  }

  private void tell(StepResult step) {
    Promise<Void> queued = Promise.promise();
    vertx.runOnContext(go -> reports.tell(step).onComplete(queued));
    queued.future().await();
  }

  /** Type and user of what is queued and was not when this was last asked, sorted. */
  private List<String> news() {
    List<String> news =
        payloads().stream().map(CallReportsTest::title).filter(told::add).sorted().toList();
    assertThat(payloads().stream().map(CallReportsTest::title)).doesNotHaveDuplicates();
    return news;
  }

  private JsonNode payload(String title) {
    return payloads().stream()
        .filter(payload -> title(payload).equals(title))
        .map(CallReportsTest::json)
        .findFirst()
        .orElseThrow();
  }

  private static String title(String payload) {
    JsonNode json = json(payload);
    String user = json.get("data").path("userId").asText();
    return (json.get("type").asText() + ' ' + user).strip();
  }

  private static JsonNode json(String payload) {
    return Json.decode(payload, JsonNode.class);
  }

  private List<String> payloads() {
    Future<List<String>> found =
        database.transaction(
            connection -> {
              List<String> payloads = new ArrayList<>();
              try (Statement statement = connection.createStatement();
                  ResultSet rows =
                      statement.executeQuery("SELECT payload FROM webhook_deliveries")) {
                while (rows.next()) {
                  payloads.add(rows.getString(1));
                }
              }
              return payloads;
            });
    return found.await();
  }

  private static Reach free(SessionRef session) {
    return Reach.free(session.userId(), List.of(session), false);
  }

  private static SessionRef session(String user, String device) {
    return new SessionRef("default", user, device, user + "-1", "edge");
  }
}
