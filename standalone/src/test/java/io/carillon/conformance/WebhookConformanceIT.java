package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 8: webhooks, before a real receiver. */
@DisplayName("8 HTTP: webhooks")
class WebhookConformanceIT {
  private static final String RETRY_DELAY = "200ms";

  /** The third attempt comes after sixty times the first delay. */
  private static final Duration THREE_ATTEMPTS = Duration.ofSeconds(45);

  private static ServerUnderTest serverTelling(AppBackend app) {
    return ServerUnderTest.with(
        "carillon.webhook.url",
        app.url(),
        "carillon.webhook.secret",
        AppBackend.SECRET,
        "carillon.webhook.retry-delay",
        RETRY_DELAY,
        "carillon.webhook.timeout",
        "1s",
        "carillon.presence.offline-grace",
        "1s");
  }

  @Nested
  @DisplayName("events")
  class Events {
    @RegisterExtension static final AppBackend APP = new AppBackend();
    @RegisterExtension static final ServerUnderTest SERVER = serverTelling(APP);

    @Test
    void ofAnAnsweredCallAreStartedRingingAnsweredJoinedAndEnded() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      bob.ok("call.ringing", "callId", callId);
      bob.ok("call.accept", "callId", callId);
      Calls.hangUp(alice, callId);

      for (String type : List.of("call.started", "call.ringing", "call.answered", "call.ended")) {
        assertThat(APP.await(1, of(type, callId))).as(type).hasSize(1);
      }
      JsonNode joined = APP.await(1, of("party.joined", callId)).getFirst().data();
      assertThat(joined.path("userId").asText()).isEqualTo(bob.userId());
      JsonNode ended = APP.await(1, of("call.ended", callId)).getFirst().data();
      assertThat(ended.path("reason").asText()).isEqualTo("hangup");
      assertThat(ended.path("by").asText()).isEqualTo(alice.userId());
      assertThat(APP.received(of("call.missed", callId))).isEmpty();
    }

    @Test
    void ofACallThatNobodyAnsweredIsMissed() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      Calls.hangUp(alice, callId);

      JsonNode missed = APP.await(1, of("call.missed", callId)).getFirst().data();

      assertThat(missed.path("userId").asText()).isEqualTo(bob.userId());
      JsonNode ended = APP.await(1, of("call.ended", callId)).getFirst().data();
      assertThat(ended.path("reason").asText()).isEqualTo("cancelled");
      assertThat(APP.received(of("call.answered", callId))).isEmpty();
    }

    @Test
    void ofACallThatWasDeclinedIsNotMissed() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);
      bob.ok("call.reject", "callId", callId);

      APP.await(1, of("call.ended", callId));

      assertThat(APP.received(of("call.missed", callId))).isEmpty();
    }

    @Test
    void ofAGroupAreJoinedAndLeft() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      TestClient carol = SERVER.connect("carol");
      String callId = Groups.connect(alice, bob);
      Groups.join(callId, carol, alice, bob);
      Groups.leave(callId, bob, alice, carol);

      assertThat(users(APP.await(2, of("party.joined", callId))))
          .containsExactlyInAnyOrder(bob.userId(), carol.userId());
      assertThat(users(APP.await(1, of("party.left", callId)))).containsExactly(bob.userId());
    }

    @Test
    void ofAUserWhoComesAndGoesAreOnlineAndOffline() {
      TestClient bob = SERVER.connect("bob");

      APP.await(1, about("user.online", bob));
      bob.ok("bye");

      APP.await(1, about("user.offline", bob));
    }

    @Test
    void ofASecondDeviceOfTheUserAreNone() {
      TestClient bob = SERVER.connect("bob");
      APP.await(1, about("user.online", bob));
      TestClient tablet = bob.user().connect("tablet");
      tablet.ok("bye");
      bob.ok("bye");

      APP.await(1, about("user.offline", bob));

      assertThat(APP.received(about("user.online", bob))).hasSize(1);
    }

    @Test
    void ofABlockedCallSayNothingOfTheCallee() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      bob.ok("user.block", "userId", alice.userId());
      String callId = Calls.invite(alice, bob.userId(), "ringTimeoutMs", 5_000);
      alice.expectEvent("call.ended", callId);

      APP.await(1, of("call.ended", callId));

      assertThat(APP.received(of("call.missed", callId))).isEmpty();
    }

    @Test
    void areSignedAndSayWhatAndWhen() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob, "description", Sdp.offer());
      long createdAt = Calls.get(alice, callId).path("createdAt").asLong();

      AppBackend.Received started = APP.await(1, of("call.started", callId)).getFirst();

      assertThat(started.isSignedWith(AppBackend.SECRET)).isTrue();
      assertThat(started.id()).isNotBlank();
      assertThat(Long.parseLong(started.timestamp())).isGreaterThanOrEqualTo(createdAt / 1_000);
      assertThat(Instant.parse(started.body().path("timestamp").asText()).toEpochMilli())
          .isGreaterThanOrEqualTo(createdAt);
      assertThat(started.data().path("app").asText()).isEqualTo("default");
      assertThat(started.text()).doesNotContain("v=0");
    }

    @Test
    void haveIdsOfTheirOwn() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      Calls.hangUp(alice, callId);
      APP.await(1, of("call.ended", callId));

      List<AppBackend.Received> all = APP.received(event -> isOf(event, callId));

      assertThat(all).extracting(AppBackend.Received::id).doesNotHaveDuplicates();
    }
  }

  @Nested
  @DisplayName("a receiver that answers 500")
  class Faulty {
    @RegisterExtension static final AppBackend APP = new AppBackend();
    @RegisterExtension static final ServerUnderTest SERVER = serverTelling(APP);

    @Test
    void getsTheEventAgainUnderTheSameId() {
      Set<String> refused = ConcurrentHashMap.newKeySet();
      APP.answer(event -> refused.add(event.id()) ? AppBackend.Answer.FAULT : AppBackend.Answer.OK);
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      List<AppBackend.Received> attempts = APP.await(2, of("call.started", callId));

      assertThat(attempts.get(1).id()).isEqualTo(attempts.get(0).id());
      assertThat(attempts.get(1).text()).isEqualTo(attempts.get(0).text());
      assertThat(attempts).allMatch(event -> event.isSignedWith(AppBackend.SECRET));
    }

    @Test
    void getsEachEventNoMoreOnceItTookIt() {
      Set<String> refused = ConcurrentHashMap.newKeySet();
      APP.answer(event -> refused.add(event.id()) ? AppBackend.Answer.FAULT : AppBackend.Answer.OK);
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String first = Calls.connect(alice, bob);
      Calls.hangUp(alice, first);
      APP.await(2, of("call.ended", first));
      String clock = Calls.connect(alice, bob);
      Calls.hangUp(alice, clock);
      APP.await(2, of("call.ended", clock));

      assertThat(APP.received(of("call.ended", first))).hasSize(2);
    }
  }

  @Nested
  @DisplayName("a receiver that answers late")
  class Late {
    @RegisterExtension static final AppBackend APP = new AppBackend();
    @RegisterExtension static final ServerUnderTest SERVER = serverTelling(APP);

    @Test
    void getsTheEventAgainUnderTheSameId() throws InterruptedException {
      CountDownLatch second = new CountDownLatch(1);
      Set<String> seen = ConcurrentHashMap.newKeySet();
      APP.answer(
          event -> {
            if (!event.type().equals("call.started")) {
              return AppBackend.Answer.OK;
            }
            if (seen.add(event.id())) {
              awaitQuietly(second);
            } else {
              second.countDown();
            }
            return AppBackend.Answer.OK;
          });
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.ring(alice, bob);

      assertThat(second.await(Inbox.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

      List<AppBackend.Received> attempts = APP.received(of("call.started", callId));
      assertThat(attempts).hasSize(2);
      assertThat(attempts.get(1).id()).isEqualTo(attempts.get(0).id());
    }

    @Test
    void holdsUpNoOtherEvent() {
      CountDownLatch end = new CountDownLatch(1);
      APP.answer(
          event -> {
            if (event.type().equals("call.started")) {
              awaitQuietly(end);
            }
            return AppBackend.Answer.OK;
          });
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      String callId = Calls.connect(alice, bob);
      Calls.hangUp(alice, callId);

      APP.await(1, of("call.ended", callId));

      end.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Nested
  @DisplayName("a receiver that is down for a while")
  class Down {
    @RegisterExtension static final AppBackend APP = new AppBackend();
    @RegisterExtension static final ServerUnderTest SERVER = serverTelling(APP);

    @BeforeEach
    void takeAll() {
      APP.answer(event -> AppBackend.Answer.OK);
    }

    @Test
    void getsEveryEventOnceByItsId() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      APP.goDown();
      String callId = Calls.ring(alice, bob);
      bob.ok("call.ringing", "callId", callId);
      bob.ok("call.accept", "callId", callId);
      Calls.hangUp(alice, callId);

      APP.comeBack();

      for (String type : List.of("call.started", "call.ringing", "call.answered", "call.ended")) {
        List<AppBackend.Received> attempts = APP.await(1, of(type, callId), THREE_ATTEMPTS);
        assertThat(ids(attempts)).as(type).hasSize(1);
      }
    }

    @Test
    void getsThemThoughTheServerWasStartedAgain() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      APP.goDown();
      String callId = Calls.ring(alice, bob);
      Calls.hangUp(alice, callId);

      SERVER.restart();
      APP.comeBack();

      for (String type : List.of("call.started", "call.missed", "call.ended")) {
        assertThat(ids(APP.await(1, of(type, callId), THREE_ATTEMPTS))).as(type).hasSize(1);
      }
    }
  }

  private static Predicate<AppBackend.Received> of(String type, String callId) {
    return event -> event.type().equals(type) && isOf(event, callId);
  }

  private static boolean isOf(AppBackend.Received event, String callId) {
    return event.data().path("callId").asText().equals(callId);
  }

  private static Predicate<AppBackend.Received> about(String type, TestClient user) {
    return event ->
        event.type().equals(type) && event.data().path("userId").asText().equals(user.userId());
  }

  private static List<String> users(List<AppBackend.Received> events) {
    return events.stream().map(event -> event.data().path("userId").asText()).toList();
  }

  private static Set<String> ids(List<AppBackend.Received> events) {
    return events.stream().map(AppBackend.Received::id).collect(Collectors.toSet());
  }
}
