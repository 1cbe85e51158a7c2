package io.carillon.call.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.MediaTerms;
import io.carillon.call.core.Reach;
import io.carillon.protocol.CallState;
import io.carillon.protocol.Description;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.SdpType;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.EndedCall;
import io.carillon.runtime.session.SessionDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stored calls and lines on two Hazelcast members, of which one may die. */
class StoredCallsTest {
  private static final SessionRef ALICE = new SessionRef("app", "alice", "laptop", "a1", "edge");
  private static final SessionRef BOB = new SessionRef("app", "bob", "phone", "b1", "edge");
  private static final long NOW = 1_000_000;

  private final String cluster = "calls-" + UUID.randomUUID();
  private Vertx vertx;
  private HazelcastInstance first;
  private HazelcastInstance second;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    first = member(null);
    second = member(first.getCluster().getLocalMember());
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> first.getPartitionService().isClusterSafe() && sees(first) && sees(second));
  }

  @AfterEach
  void stop() {
    first.getLifecycleService().terminate();
    second.getLifecycleService().terminate();
    done(vertx.close());
  }

  @Test
  void aCallSurvivesTheMemberThatHeldIt() {
    Calls calls = new Calls(vertx, first);
    List<String> keys = IntStream.range(0, 40).mapToObj(i -> "app/call-" + i).toList();
    List<Call> before = new ArrayList<>();
    for (String key : keys) {
      done(calls.step(key, create(key), MediaTerms.WITHOUT_BRIDGES));
      done(
          calls.step(
              key,
              new CallCommand.Prepared(List.of(Reach.free("bob", List.of(BOB), false)), NOW),
              MediaTerms.WITHOUT_BRIDGES));
      done(calls.step(key, new CallCommand.Ringing(BOB, NOW), MediaTerms.WITHOUT_BRIDGES));
      before.add(done(calls.find(key)).orElseThrow());
    }
    first.getLifecycleService().terminate();

    Calls survivors = new Calls(vertx, second);
    for (int i = 0; i < keys.size(); i++) {
      assertThat(done(survivors.find(keys.get(i)))).isEqualTo(Optional.of(before.get(i)));
    }
    assertThat(survivors.due(NOW + 59_999)).isEmpty();
    assertThat(survivors.due(NOW + 60_000)).containsExactlyInAnyOrderElementsOf(keys);
    StepResult answered =
        done(
            survivors.step(
                keys.getFirst(),
                new CallCommand.Accept(BOB, new RawJson("{}"), null, NOW),
                MediaTerms.WITHOUT_BRIDGES));
    assertThat(answered.before()).isEqualTo(CallState.RINGING);
    assertThat(answered.after().state()).isEqualTo(CallState.ACTIVE);
  }

  @Test
  void aStepAnswersWithTheOutlineAndTheEncodedEvents() {
    Calls calls = new Calls(vertx, second);
    done(calls.step("app/c", create("app/c"), MediaTerms.WITHOUT_BRIDGES));
    StepResult rings =
        done(
            calls.step(
                "app/c",
                new CallCommand.Prepared(List.of(Reach.free("bob", List.of(BOB), false)), NOW),
                MediaTerms.WITHOUT_BRIDGES));
    assertThat(rings.after().offer()).isNull();
    assertThat(rings.dispatches())
        .singleElement()
        .satisfies(
            dispatch -> {
              assertThat(dispatch.notice().type()).isEqualTo("call.invited");
              assertThat(dispatch.notice().data().text()).contains("\"sdp\":\"offer\"");
              assertThat(dispatch.to()).containsExactly(BOB);
            });
    StepResult refused =
        done(calls.step("app/none", new CallCommand.Ringing(BOB, NOW), MediaTerms.WITHOUT_BRIDGES));
    assertThat(refused.refusal().code()).isEqualTo(ErrorCode.CALL_NOT_FOUND);
    assertThat(refused.after()).isNull();
    done(
        calls.step(
            "app/c",
            new CallCommand.Hangup(ALICE, EndReason.HANGUP, null, false, false, NOW),
            MediaTerms.WITHOUT_BRIDGES));
    done(calls.step("app/c", new CallCommand.Recorded(NOW), MediaTerms.WITHOUT_BRIDGES));
    StepResult purged =
        done(calls.step("app/c", new CallCommand.Tick(NOW + 300_000), MediaTerms.WITHOUT_BRIDGES));
    assertThat(purged.after()).isNull();
    assertThat(done(calls.find("app/c"))).isEmpty();
  }

  @Test
  void callsOfAllMembersAreListedInTheOrderOfTheirKeys() {
    Calls calls = new Calls(vertx, second);
    List<String> keys = IntStream.range(10, 50).mapToObj(i -> "app/call-" + i).toList();
    for (String key : keys) {
      done(calls.step(key, create(key), MediaTerms.WITHOUT_BRIDGES));
      done(
          calls.step(
              key,
              new CallCommand.Prepared(List.of(Reach.free("bob", List.of(BOB), false)), NOW),
              MediaTerms.WITHOUT_BRIDGES));
    }
    done(calls.step("app/unprepared", create("app/unprepared"), MediaTerms.WITHOUT_BRIDGES));
    done(calls.step(keys.get(3), new CallCommand.End(NOW), MediaTerms.WITHOUT_BRIDGES));

    assertThat(listed(calls, new CallFilter(null, null, null, null), 100))
        .containsExactlyElementsOf(keys);
    assertThat(listed(calls, new CallFilter("app", "bob", CallState.RINGING, keys.get(1)), 3))
        .containsExactly(keys.get(2), keys.get(4), keys.get(5));
    assertThat(listed(calls, new CallFilter(null, null, CallState.ENDED, null), 100))
        .containsExactly(keys.get(3));
    assertThat(listed(calls, new CallFilter("other", null, null, null), 100)).isEmpty();
    assertThat(listed(calls, new CallFilter(null, "carol", null, null), 100)).isEmpty();
  }

  private static List<String> listed(Calls calls, CallFilter filter, int limit) {
    return done(calls.list(filter, limit)).stream().map(Call::key).toList();
  }

  @Test
  void aLineNamesItsLiveCallsAndRemembersTheEndedOnes() {
    Lines lines = new Lines(vertx, second);
    UserRef bob = BOB.user();
    assertThat(done(lines.claim(bob, "one", NOW)).others()).isEmpty();
    assertThat(done(lines.claim(bob, "two", NOW)).others()).containsExactly("one");
    assertThat(done(lines.leave(bob, "one", EndReason.CANCELLED, NOW)).others())
        .containsExactly("two");
    UserCalls claims = done(lines.of(bob));
    assertThat(claims.live()).containsExactly("two");
    assertThat(claims.ended(NOW + 1)).containsExactly(new EndedCall("one", EndReason.CANCELLED));
    assertThat(claims.ended(NOW + UserCalls.MEMORY_MS)).isEmpty();
    assertThat(done(lines.strike(bob, "two")).others()).isEmpty();
    assertThat(done(lines.of(bob)).live()).isEmpty();
  }

  @Test
  void aLineCountsTheInvitationsOfItsUserToEachAndToAll() {
    Lines lines = new Lines(vertx, second);
    UserRef alice = ALICE.user();
    DialLimits limits = new DialLimits(9, 6);
    assertThat(dial(lines, "one", "bob", limits, NOW)).isZero();
    assertThat(dial(lines, "two", "bob", limits, NOW)).isZero();
    assertThat(dial(lines, "three", "bob", limits, NOW)).isEqualTo(10_000);
    assertThat(dial(lines, "three", "carol", limits, NOW)).isZero();
    assertThat(dial(lines, "four", "carol", limits, NOW)).isEqualTo(6_667);
    assertThat(done(lines.of(alice)).live()).containsExactly("one", "two", "three");
    assertThat(dial(lines, "four", "bob", limits, NOW + 10_000)).isZero();
  }

  private static long dial(Lines lines, String callId, String callee, DialLimits limits, long at) {
    return done(lines.dial(ALICE.user(), callId, List.of(callee), limits, at)).retryAfterMs();
  }

  @Test
  void aRoomIsOneCallAtATime() {
    Rooms rooms = new Rooms(vertx, second);
    assertThat(done(rooms.callOf("app", "lobby"))).isEmpty();
    assertThat(done(rooms.claim("app", "lobby", null, "one"))).isTrue();
    assertThat(done(rooms.claim("app", "lobby", null, "two"))).isFalse();
    assertThat(done(rooms.claim("app", "lobby", "one", "two"))).isTrue();
    assertThat(done(rooms.close("app", "lobby", "one"))).isFalse();
    assertThat(done(rooms.callOf("app", "lobby"))).contains("two");
    assertThat(done(rooms.close("app", "lobby", "two"))).isTrue();
    assertThat(done(rooms.callOf("app", "lobby"))).isEmpty();
  }

  @Test
  void aLineRemembersNoMoreThanFiftyEndedCalls() {
    UserCalls claims = UserCalls.NONE;
    for (int i = 0; i < 80; i++) {
      claims = claims.with(new UserCalls.Claim("call-" + i, EndReason.HANGUP, NOW + i), NOW + i);
    }
    assertThat(claims.ended(NOW + 80)).hasSize(50);
    assertThat(claims.ended(NOW + 80).getLast().callId()).isEqualTo("call-79");
  }

  private static CallCommand create(String key) {
    return new CallCommand.Create(
        ALICE,
        key.substring(4),
        List.of("bob"),
        MediaKind.AUDIO,
        false,
        null,
        60_000,
        new RawJson("{\"topic\":\"tea\"}"),
        new Description(SdpType.OFFER, "offer"),
        null,
        NOW);
  }

  private HazelcastInstance member(Member known) {
    Config config = new Config().setClusterName(cluster);
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    var network = config.getNetworkConfig();
    network.setPort(0).setPublicAddress("127.0.0.1");
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    var members = network.getJoin().getTcpIpConfig().setEnabled(true);
    if (known != null) {
      members.addMember("127.0.0.1:" + known.getAddress().getPort());
    }
    SessionDirectory.contribute(config);
    Calls.contribute(config);
    Lines.contribute(config);
    Rooms.contribute(config);
    return Hazelcast.newHazelcastInstance(config);
  }

  private static boolean sees(HazelcastInstance member) {
    return member.getCluster().getMembers().size() == 2;
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
