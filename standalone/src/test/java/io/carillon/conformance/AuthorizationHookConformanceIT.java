package io.carillon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Section 7: the authorization hook, before a real HTTP server. */
@DisplayName("7 Who may reach whom: the authorization hook")
class AuthorizationHookConformanceIT {

  @Nested
  @DisplayName("with an app that answers")
  class Answers {
    @RegisterExtension static final AppBackend APP = new AppBackend();

    @RegisterExtension
    static final ServerUnderTest SERVER =
        ServerUnderTest.with(
            "carillon.hook.url",
            APP.url(),
            "carillon.hook.secret",
            AppBackend.SECRET,
            "carillon.hook.cache-ttl",
            "2s");

    /** Nobody may reach them. */
    private static final Set<String> HERMITS = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void allowAllButTheHermits() {
      APP.answer(question -> allowing(question, user -> !HERMITS.contains(user)));
    }

    @Test
    void isAskedWhetherAMayCallB() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      Calls.ring(alice, bob);

      AppBackend.Received question = APP.await(1, asked("call", alice, bob)).getFirst();
      assertThat(question.body().path("app").asText()).isEqualTo("default");
      assertThat(question.body().path("to")).containsExactly(Json.text(bob.userId()));
    }

    @Test
    void isAskedWithASignature() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      Calls.ring(alice, bob);

      AppBackend.Received question = APP.await(1, asked("call", alice, bob)).getFirst();
      assertThat(question.isSignedWith(AppBackend.SECRET)).isTrue();
      assertThat(question.id()).isNotBlank();
      assertThat(Long.parseLong(question.timestamp()))
          .isGreaterThanOrEqualTo(alice.session().path("serverTime").asLong() / 1_000);
    }

    @Test
    void whoMayNotBeCalledIsForbiddenAndHearsNothing() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = hermit();

      assertThat(Calls.tryInvite(alice, Calls.newCallId(), bob.userId()).errorCode())
          .isEqualTo("forbidden");

      bob.expectNoEvent();
      assertThat(Calls.list(alice)).isEmpty();
    }

    @Test
    void whoMayNotBeCalledMayCall() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = hermit();

      Calls.ring(bob, alice);
    }

    @Test
    void whoMayNotBeCalledIsNotAddedToACall() {
      TestClient alice = SERVER.connect("alice");
      TestClient carol = SERVER.connect("carol");
      TestClient bob = hermit();
      String callId = Calls.connect(alice, carol);

      assertThat(alice.error("call.add", "callId", callId, "to", List.of(bob.userId())))
          .isEqualTo("forbidden");

      bob.expectNoEvent();
      carol.expectNoEvent();
    }

    @Test
    void aGroupWithOneWhoMayNotBeCalledIsForbidden() {
      TestClient alice = SERVER.connect("alice");
      TestClient carol = SERVER.connect("carol");
      TestClient bob = hermit();

      assertThat(
              Groups.tryInvite(alice, Calls.newCallId(), List.of(carol.userId(), bob.userId()))
                  .errorCode())
          .isEqualTo("forbidden");

      carol.expectNoEvent();
      bob.expectNoEvent();
    }

    @Test
    void whoMayNotBeSeenLooksOffline() {
      TestClient alice = SERVER.connect("alice");
      TestClient carol = SERVER.connect("carol");
      TestClient bob = hermit();

      JsonNode reply =
          alice.ok("presence.subscribe", "users", List.of(bob.userId(), carol.userId()));
      bob.ok("presence.set", "status", "dnd");
      carol.ok("presence.set", "status", "dnd");

      assertThat(Presences.status(reply, bob.userId())).isEqualTo("offline");
      assertThat(Presences.entry(reply, bob.userId()).has("lastActiveAt")).isFalse();
      assertThat(Presences.status(reply, carol.userId())).isEqualTo("online");
      Presences.expectStatus(alice, carol.userId(), "dnd");
      Presences.expectNever(alice, bob.userId(), "dnd");
      assertThat(
              Presences.status(
                  alice.ok("presence.get", "users", List.of(bob.userId())), bob.userId()))
          .isEqualTo("offline");
    }

    @Test
    void isAskedWhetherAMaySeeB() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      assertThat(Presences.subscribe(alice, bob.userId())).isEqualTo("online");

      assertThat(APP.await(1, asked("presence", alice, bob))).isNotEmpty();
    }

    @Test
    void isNotAskedAboutOneself() {
      TestClient alice = SERVER.connect("alice");

      assertThat(Presences.subscribe(alice, alice.userId())).isEqualTo("online");

      assertThat(APP.received(asked("presence", alice, alice))).isEmpty();
    }

    @Test
    void isRemembered() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");

      Calls.hangUp(alice, Calls.ring(alice, bob));
      Calls.hangUp(alice, Calls.ring(alice, bob));
      Calls.hangUp(alice, Calls.ring(alice, bob));

      assertThat(APP.received(asked("call", alice, bob))).hasSizeLessThan(3);
    }

    @Test
    void mayChangeItsMind() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      Calls.hangUp(alice, Calls.ring(alice, bob));

      HERMITS.add(bob.userId());

      Awaitility.await()
          .atMost(Inbox.PATIENCE)
          .until(
              () -> {
                Reply reply = Calls.tryInvite(alice, Calls.newCallId(), bob.userId());
                if (reply.isOk()) {
                  Calls.hangUp(alice, reply.ok().path("callId").asText());
                }
                return !reply.isOk() && reply.errorCode().equals("forbidden");
              });
    }

    private static TestClient hermit() {
      TestUser user = SERVER.user("hermit");
      HERMITS.add(user.id());
      return user.connect("phone");
    }
  }

  @Nested
  @DisplayName("with an app that is down, and denied meanwhile")
  class DownMeansDeny {
    @RegisterExtension static final AppBackend APP = new AppBackend();

    @RegisterExtension
    static final ServerUnderTest SERVER =
        ServerUnderTest.with(
            "carillon.hook.url",
            APP.url(),
            "carillon.hook.secret",
            AppBackend.SECRET,
            "carillon.hook.timeout",
            "500ms",
            "carillon.hook.when-down",
            "deny");

    @Test
    void callsAreForbiddenAndPresenceIsHiddenUntilItIsBack() {
      TestClient alice = SERVER.connect("alice");
      TestClient bob = SERVER.connect("bob");
      APP.answer(question -> allowing(question, user -> true));
      APP.goDown();

      assertThat(Calls.tryInvite(alice, Calls.newCallId(), bob.userId()).errorCode())
          .isEqualTo("forbidden");
      assertThat(
              Presences.status(
                  alice.ok("presence.get", "users", List.of(bob.userId())), bob.userId()))
          .isEqualTo("offline");
      bob.expectNoEvent();

      APP.comeBack();
      Awaitility.await()
          .atMost(Inbox.PATIENCE)
          .until(() -> Calls.tryInvite(alice, Calls.newCallId(), bob.userId()).isOk());
    }
  }

  @Nested
  @DisplayName("with an app that does not answer as it should, and allowed meanwhile")
  class DownMeansAllow {
    @RegisterExtension static final AppBackend APP = new AppBackend();

    @RegisterExtension
    static final ServerUnderTest SERVER =
        ServerUnderTest.with(
            "carillon.hook.url",
            APP.url(),
            "carillon.hook.secret",
            AppBackend.SECRET,
            "carillon.hook.timeout",
            "500ms",
            "carillon.hook.when-down",
            "allow");

    @Test
    void itsFaultsCountAsDown() {
      APP.answer(question -> AppBackend.Answer.FAULT);

      Calls.ring(SERVER.connect("alice"), SERVER.connect("bob"));
    }

    @Test
    void anAnswerThatNobodyUnderstandsCountsAsDown() {
      APP.answer(question -> new AppBackend.Answer(200, "<html>"));

      Calls.ring(SERVER.connect("alice"), SERVER.connect("bob"));
    }

    @Test
    void aLateAnswerCountsAsDown() {
      CountDownLatch rung = new CountDownLatch(1);
      APP.answer(
          question -> {
            awaitQuietly(rung);
            return allowing(question, user -> false);
          });

      Calls.ring(SERVER.connect("alice"), SERVER.connect("bob"));

      rung.countDown();
    }

    @Test
    void presenceIsShown() {
      APP.answer(question -> AppBackend.Answer.FAULT);
      TestClient bob = SERVER.connect("bob");

      assertThat(Presences.subscribe(SERVER.connect("alice"), bob.userId())).isEqualTo("online");
    }

    private static void awaitQuietly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Predicate<AppBackend.Received> asked(
      String action, TestClient from, TestClient to) {
    return question ->
        question.body().path("action").asText().equals(action)
            && question.body().path("from").asText().equals(from.userId())
            && question
                .body()
                .path("to")
                .valueStream()
                .anyMatch(user -> user.asText().equals(to.userId()));
  }

  private static AppBackend.Answer allowing(
      AppBackend.Received question, Predicate<String> allowed) {
    List<String> users =
        question.body().path("to").valueStream().map(JsonNode::asText).filter(allowed).toList();
    return new AppBackend.Answer(200, Json.object("allowed", users).toString());
  }
}
