package io.carillon.call.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.call.CallMetrics;
import io.carillon.call.TestDatabase;
import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.CallStateMachine;
import io.carillon.call.core.MediaTerms;
import io.carillon.call.core.Party;
import io.carillon.call.core.Reach;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.view.HistoryRecord;
import io.carillon.runtime.data.Database;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class HistoryTest {
  private static final SessionRef ALICE = session("alice");
  private static final SessionRef BOB = session("bob");
  private static final SessionRef CAROL = session("carol");
  private static final long NOW = 1_000_000;

  @Parameter private TestDatabase kind;

  private Vertx vertx;
  private Database database;
  private CallRecords records;
  private History history;

  @BeforeEach
  void open(@TempDir Path folder) {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx, kind.fresh(folder), folder);
    records = new CallRecords(vertx, database, new CallMetrics(new PrometheusRegistry()));
    history = new History(database);
  }

  @AfterEach
  void close() {
    database.close();
    done(vertx.close());
  }

  @Test
  void aCallThatWasTalkedStandsInBothHistories() {
    write(
        story(
            invite("one", NOW, "bob"),
            reach(NOW, Reach.free("bob", List.of(BOB), false)),
            new CallCommand.Accept(BOB, null, null, NOW + 4_000),
            hangup(ALICE, NOW + 9_000)));
    assertThat(all("alice"))
        .containsExactly(record("one", "outgoing", "bob", NOW, 5_000, "answered"));
    assertThat(all("bob"))
        .containsExactly(record("one", "incoming", "alice", NOW, 5_000, "answered"));
    assertThat(missed("bob")).isEmpty();
    assertThat(done(records.unseen(user("bob")))).isZero();
  }

  @Test
  void theLatestComeFirstAndPagesFollowEachOther() {
    for (int i = 0; i < 5; i++) {
      write(
          story(
              invite("call-" + i, NOW + i, "bob"),
              reach(NOW + i, Reach.free("bob", List.of(BOB), false)),
              hangup(ALICE, NOW + i)));
    }
    List<HistoryRecord> first = done(history.list(user("bob"), Long.MAX_VALUE, 2, false));
    assertThat(first).extracting(HistoryRecord::callId).containsExactly("call-4", "call-3");
    List<HistoryRecord> next =
        done(history.list(user("bob"), first.getLast().startedAt(), 100, true));
    assertThat(next)
        .extracting(HistoryRecord::callId)
        .containsExactly("call-2", "call-1", "call-0");
  }

  @Test
  void missedCallsAreUnseenUntilTheUserSawThem() {
    for (String callId : List.of("one", "two")) {
      long at = NOW + callId.length();
      write(
          story(
              invite(callId, callId.equals("one") ? NOW : NOW + 1_000, "bob"),
              reach(at, Reach.free("bob", List.of(BOB), false)),
              hangup(ALICE, at)));
    }
    assertThat(done(records.unseen(user("bob")))).isEqualTo(2);
    done(history.seen(user("bob"), NOW));
    assertThat(done(records.unseen(user("bob")))).isEqualTo(1);
    assertThat(missed("bob")).hasSize(2);
    assertThat(missed("alice")).isEmpty();
  }

  @Test
  void whatOneDeclinedWasNotMissedAndWhatTheLineTurnedAwayWas() {
    write(
        story(
            invite("one", NOW, "bob"),
            reach(NOW, Reach.free("bob", List.of(BOB), false)),
            new CallCommand.Reject(BOB, EndReason.DECLINED, null, NOW)));
    write(
        story(
            invite("two", NOW + 1, "bob"), reach(NOW + 1, Reach.without("bob", Reach.Line.BUSY))));
    assertThat(done(records.unseen(user("bob")))).isEqualTo(1);
    assertThat(missed("bob")).extracting(HistoryRecord::callId).containsExactly("two");
  }

  @Test
  void oneWhoHasBlockedTheCallerHasNoRecord() {
    write(
        story(
            invite("one", NOW, "bob"),
            reach(NOW, Reach.unaware("bob", false, new Party.Pretence("phone", NOW + 1))),
            hangup(ALICE, NOW + 5)));
    assertThat(all("alice")).hasSize(1);
    assertThat(all("bob")).isEmpty();
  }

  @Test
  void oneWhoLeavesAGroupEarlyAndComesBackHasOneRecordOfIt() {
    CallCommand[] begin = {
      invite("one", NOW, "bob", "carol"),
      reach(
          NOW, Reach.free("bob", List.of(BOB), false), Reach.free("carol", List.of(CAROL), false)),
      new CallCommand.Accept(BOB, null, null, NOW + 1_000),
      new CallCommand.Reject(CAROL, EndReason.DECLINED, null, NOW + 1_000),
      hangup(BOB, NOW + 3_000)
    };
    write(story(begin));
    assertThat(all("alice")).isEmpty();
    assertThat(all("bob")).extracting(HistoryRecord::durationMs).containsExactly(2_000L);
    CallCommand[] whole = Arrays.copyOf(begin, begin.length + 2);
    whole[begin.length] = new CallCommand.Join(BOB, NOW + 4_000);
    whole[begin.length + 1] =
        new CallCommand.Hangup(ALICE, EndReason.HANGUP, null, true, false, NOW + 6_000);
    write(story(whole));
    assertThat(all("bob")).extracting(HistoryRecord::durationMs).containsExactly(5_000L);
    assertThat(all("alice").getFirst().peers()).containsExactlyInAnyOrder("bob", "carol");
  }

  @Test
  void oldRecordsAreClearedAway() {
    for (int i = 0; i < 3; i++) {
      write(
          story(
              invite("call-" + i, NOW + i, "bob"),
              reach(NOW + i, Reach.without("bob", Reach.Line.UNREACHABLE))));
    }
    assertThat(done(history.clear(NOW + 2))).isEqualTo(4);
    assertThat(all("alice")).extracting(HistoryRecord::callId).containsExactly("call-2");
  }

  private void write(Call call) {
    records.add(call);
    done(records.flush());
  }

  private List<HistoryRecord> all(String user) {
    return done(history.list(user(user), Long.MAX_VALUE, 100, false));
  }

  private List<HistoryRecord> missed(String user) {
    return done(history.list(user(user), Long.MAX_VALUE, 100, true));
  }

  private static HistoryRecord record(
      String callId, String direction, String peer, long at, long durationMs, String outcome) {
    return new HistoryRecord(
        callId, MediaKind.AUDIO, direction, List.of(peer), at, durationMs, outcome, null);
  }

  private static Call story(CallCommand... commands) {
    Call call = null;
    for (CallCommand command : commands) {
      call = CallStateMachine.decide(call, command, MediaTerms.WITHOUT_BRIDGES).after();
    }
    return call;
  }

  private static CallCommand invite(String callId, long at, String... to) {
    return new CallCommand.Create(
        ALICE, callId, List.of(to), MediaKind.AUDIO, false, null, 60_000, null, null, null, at);
  }

  private static CallCommand reach(long at, Reach... reaches) {
    return new CallCommand.Prepared(List.of(reaches), at);
  }

  private static CallCommand hangup(SessionRef from, long at) {
    return new CallCommand.Hangup(from, EndReason.HANGUP, null, false, false, at);
  }

  private static SessionRef session(String user) {
    return new SessionRef("app", user, "phone", user + "-1", "edge");
  }

  private static UserRef user(String user) {
    return new UserRef("app", user);
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
