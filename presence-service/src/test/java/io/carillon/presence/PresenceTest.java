package io.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.LineState;
import io.carillon.protocol.contract.UserRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static RunningEdge edge;

  private final String user = RunningEdge.newUser("bob");
  private final TestClient watcher = edge.connect(RunningEdge.newUser("watcher"), "phone");

  @BeforeAll
  static void start() throws IOException {
    edge = RunningEdge.with();
  }

  @AfterAll
  static void stop() throws IOException {
    edge.close();
  }

  @Test
  void whoComesIsOnlineAndWhoSaysByeIsOffline() {
    assertThat(subscribe(user)).isEqualTo("offline");
    TestClient phone = edge.connect(user, "phone");
    assertThat(changed()).isEqualTo("online");

    phone.ok("bye", Map.of());

    assertThat(changed()).isEqualTo("offline");
  }

  @Test
  void statusAndTextAreShown() {
    TestClient phone = edge.connect(user, "phone");
    subscribe(user);

    phone.ok("presence.set", Map.of("status", "away", "text", "im Garten"));

    JsonNode entry = watcher.expect("presence.changed").path("data").path("users").path(0);
    assertThat(entry.path("status").asText()).isEqualTo("away");
    assertThat(entry.path("text").asText()).isEqualTo("im Garten");
    assertThat(entry.has("lastActiveAt")).isFalse();
  }

  @Test
  void doNotDisturbIsSeenRatherThanACall() throws Exception {
    TestClient phone = edge.connect(user, "phone");
    subscribe(user);
    line(true);
    assertThat(changed()).isEqualTo("in_call");
    phone.ok("presence.set", Map.of("status", "dnd"));
    assertThat(changed()).isEqualTo("dnd");
    phone.ok("presence.set", Map.of("status", "away"));
    assertThat(changed()).isEqualTo("in_call");
    line(false);
    assertThat(changed()).isEqualTo("away");
  }

  @Test
  void anInvisibleUserCantBeToldFromOneWhoNeverWas() {
    TestClient phone = edge.connect(user, "phone");
    phone.ok("presence.set", Map.of("status", "invisible", "text", "hidden"));

    JsonNode reply = watcher.ok("presence.get", Map.of("users", List.of(user, "nobody-at-all")));

    JsonNode invisible = reply.path("users").path(0);
    assertThat(invisible.path("status").asText()).isEqualTo("offline");
    assertThat(invisible.size()).isEqualTo(reply.path("users").path(1).size());
  }

  @Test
  void aChangeThatNobodyCanSeeIsNotTold() {
    TestClient phone = edge.connect(user, "phone");
    String other = RunningEdge.newUser("other");
    TestClient otherPhone = edge.connect(other, "phone");
    subscribe(user);
    subscribe(other);

    phone.ok("presence.set", Map.of("status", "online", "callWaiting", true));
    edge.connect(user, "tablet");
    otherPhone.ok("presence.set", Map.of("status", "away"));

    JsonNode users = watcher.expect("presence.changed").path("data").path("users");
    assertThat(users).hasSize(1);
    assertThat(users.path(0).path("userId").asText()).isEqualTo(other);
  }

  @Test
  void manyChangesComeInFewEvents() {
    List<TestClient> phones = new ArrayList<>();
    List<String> users = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      users.add(user + i);
      phones.add(edge.connect(user + i, "phone"));
    }
    watcher.ok("presence.subscribe", Map.of("users", users));

    phones.forEach(phone -> phone.send("presence.set", Map.of("status", "away")));

    int seen = 0;
    int events = 0;
    while (seen < users.size()) {
      seen += watcher.expect("presence.changed").path("data").path("users").size();
      events++;
    }
    assertThat(seen).isEqualTo(users.size());
    assertThat(events).isLessThan(users.size());
  }

  @Test
  void whoUnsubscribesHearsNoMore() {
    TestClient phone = edge.connect(user, "phone");
    String other = RunningEdge.newUser("other");
    TestClient otherPhone = edge.connect(other, "phone");
    subscribe(user);
    subscribe(other);

    watcher.ok("presence.unsubscribe", Map.of("users", List.of(user)));
    phone.ok("presence.set", Map.of("status", "away"));
    otherPhone.ok("presence.set", Map.of("status", "away"));

    JsonNode users = watcher.expect("presence.changed").path("data").path("users");
    assertThat(users.path(0).path("userId").asText()).isEqualTo(other);
    assertThat(users).hasSize(1);
  }

  @Test
  void aSessionWatchesAtMost200Users() {
    List<String> most = IntStream.range(0, 200).mapToObj(i -> "nobody-" + i).toList();
    assertThat(watcher.ok("presence.subscribe", Map.of("users", most)).path("users")).hasSize(200);

    assertThat(watcher.error("presence.subscribe", Map.of("users", List.of("one-more"))))
        .isEqualTo("too_large");

    watcher.ok("presence.unsubscribe", Map.of("users", List.of("nobody-7")));
    watcher.ok("presence.subscribe", Map.of("users", List.of("one-more")));
  }

  @Test
  void theLimitHoldsForSubscriptionsThatDoNotWaitForEachOther() {
    for (String group : List.of("a", "b")) {
      List<String> users = IntStream.range(0, 150).mapToObj(i -> group + '-' + i).toList();
      watcher.sendAs(group, "presence.subscribe", Map.of("users", users));
    }

    Set<String> replies = new HashSet<>();
    watcher.next(2).forEach(reply -> replies.add(reply.path("type").asText()));
    assertThat(replies).containsExactlyInAnyOrder("ok", "error");
  }

  @Test
  void anUnsubscribeTakesBackASubscriptionThatIsStillUnderWay() {
    TestClient phone = edge.connect(user, "phone");
    String other = RunningEdge.newUser("other");
    TestClient otherPhone = edge.connect(other, "phone");
    subscribe(other);

    String subscribe = watcher.send("presence.subscribe", Map.of("users", List.of(user)));
    String unsubscribe = watcher.send("presence.unsubscribe", Map.of("users", List.of(user)));
    Set<String> replies = new HashSet<>();
    watcher.next(2).forEach(reply -> replies.add(reply.path("id").asText()));
    assertThat(replies).containsExactlyInAnyOrder(subscribe, unsubscribe);
    phone.ok("presence.set", Map.of("status", "away"));
    otherPhone.ok("presence.set", Map.of("status", "away"));

    JsonNode users = watcher.expect("presence.changed").path("data").path("users");
    assertThat(users.path(0).path("userId").asText()).isEqualTo(other);
    assertThat(users).hasSize(1);
  }

  @Test
  void aSubscriptionOutlivesAResume() {
    TestClient phone = edge.connect(user, "phone");
    subscribe(user);
    watcher.drop();
    phone.ok("presence.set", Map.of("status", "away"));

    TestClient next = edge.open();
    next.expect("welcome");
    next.resume(edge.token(watcher.session().path("userId").asText()), "phone", watcher, 0);

    assertThat(next.expect("presence.changed").path("seq").asLong()).isEqualTo(1);
  }

  @Test
  void aStatusThatNobodyCanSetIsRefused() {
    for (String status : List.of("offline", "in_call", "")) {
      assertThat(watcher.error("presence.set", Map.of("status", status))).isEqualTo("bad_request");
    }
    assertThat(watcher.error("presence.sing", Map.of())).isEqualTo("unknown_type");
  }

  @Test
  void aStatusEndsByItselfWithItsText() {
    TestClient phone = edge.connect(user, "phone");
    subscribe(user);
    long until = System.currentTimeMillis() + 1_000;
    phone.ok("presence.set", Map.of("status", "dnd", "text", "asleep", "until", until));
    assertThat(changed()).isEqualTo("dnd");

    JsonNode entry = watcher.expect("presence.changed").path("data").path("users").path(0);

    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(until);
    assertThat(entry.path("status").asText()).isEqualTo("online");
    assertThat(entry.has("text")).isFalse();
    assertThat(watcher.ok("presence.get", Map.of("users", List.of(user))).path("users").path(0))
        .isEqualTo(entry);
  }

  @Test
  void anEarlierEndTakesThePlaceOfALaterOne() {
    TestClient phone = edge.connect(user, "phone");
    long now = System.currentTimeMillis();
    phone.ok("presence.set", Map.of("status", "away", "until", now + 600_000));
    assertThat(subscribe(user)).isEqualTo("away");

    phone.ok("presence.set", Map.of("status", "dnd", "until", now + 1_500));

    assertThat(changed()).isEqualTo("dnd");
    assertThat(changed()).isEqualTo("online");
  }

  @Test
  void anotherStatusTakesTheEndWithIt() {
    TestClient phone = edge.connect(user, "phone");
    long until = System.currentTimeMillis() + 700;
    phone.ok("presence.set", Map.of("status", "dnd", "until", until));
    phone.ok("presence.set", Map.of("status", "away"));

    await().until(() -> System.currentTimeMillis() > until);
    assertThat(subscribe(user)).isEqualTo("away");
  }

  @Test
  void anEndThatHasPassedIsRefused() {
    TestClient phone = edge.connect(user, "phone");
    for (long until : new long[] {0, System.currentTimeMillis() - 1}) {
      JsonNode reply = phone.request("presence.set", Map.of("status", "dnd", "until", until));

      assertThat(reply.path("error").path("code").asText()).isEqualTo("bad_request");
      assertThat(reply.path("error").path("message").asText()).startsWith("until: ");
    }
    assertThat(subscribe(user)).isEqualTo("online");
  }

  @Test
  void metricsCountWhatHappens() {
    edge.connect(user, "phone").error("nonsense", Map.of());

    await()
        .untilAsserted(
            () ->
                assertThat(edge.get(edge.admin("/metrics")).body())
                    .contains("carillon_connections ")
                    .contains("carillon_sessions{state=\"connected\"}")
                    .contains("carillon_hellos_total{result=\"ok\"}")
                    .contains("carillon_requests_total{family=\"other\"}")
                    .contains("carillon_error_replies_total{code=\"unknown_type\"}"));
  }

  @Test
  void theListenerServesHealthAndPagesToo() {
    assertThat(edge.get(edge.http("/healthz")).statusCode()).isEqualTo(200);
    assertThat(edge.get(edge.http("/page")).body()).isEqualTo("a page");
    assertThat(edge.get(edge.http("/v1/ws")).statusCode()).isEqualTo(426);
    assertThat(edge.get(edge.http("/v1/none")).statusCode()).isEqualTo(404);
    assertThat(edge.get(edge.admin("/readyz")).statusCode()).isEqualTo(200);
  }

  private String subscribe(String of) {
    return watcher
        .ok("presence.subscribe", Map.of("users", List.of(of)))
        .path("users")
        .path(0)
        .path("status")
        .asText();
  }

  private String changed() {
    return watcher
        .expect("presence.changed")
        .path("data")
        .path("users")
        .path(0)
        .path("status")
        .asText();
  }

  private void line(boolean inCall) throws Exception {
    var context = edge.calls.context();
    context
        .bus()
        .ask(
            Contract.PRESENCE_LINE,
            context.placement().addressOf(Contract.PRESENCE_LINE, "default/" + user),
            new LineState(new UserRef("default", user), inCall))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
