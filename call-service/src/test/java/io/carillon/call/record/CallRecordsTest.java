package io.carillon.call.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carillon.call.CallMetrics;
import io.carillon.call.TestDatabase;
import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.CallStateMachine;
import io.carillon.call.core.MediaTerms;
import io.carillon.call.core.Reach;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.data.Database;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.ResultSet;
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
class CallRecordsTest {
  private static final SessionRef ALICE = new SessionRef("app", "alice", "laptop", "a1", "edge");
  private static final SessionRef BOB = new SessionRef("app", "bob", "phone", "b1", "edge");
  private static final long NOW = 1_000_000;

  @Parameter private TestDatabase kind;

  private Vertx vertx;
  private Database database;
  private CallRecords records;

  @BeforeEach
  void open(@TempDir Path folder) {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx, kind.fresh(folder), folder);
    records = new CallRecords(vertx, database, new CallMetrics(new PrometheusRegistry()));
  }

  @AfterEach
  void close() {
    database.close();
    done(vertx.close());
  }

  @Test
  void bothUsersGetARecordAndOnlyTheCalleeMissedTheCall() {
    records.add(cancelled("one"));
    done(records.flush());
    await().atMost(10, TimeUnit.SECONDS).until(() -> unseen("bob") == 1);
    assertThat(unseen("alice")).isZero();
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void aCallThatIsWrittenTwiceIsRecordedOnceAndKeepsNoOtherBack() {
    records.add(cancelled("one"));
    done(records.flush());
    records.add(cancelled("two"));
    records.add(cancelled("one"));
    records.add(cancelled("three"));
    done(records.flush());
    assertThat(rows()).isEqualTo(6);
    await().atMost(10, TimeUnit.SECONDS).until(() -> unseen("bob") == 3);
  }

  @Test
  void whatEndsWhileTheNodeDrainsIsWrittenAtOnce() {
    CallRecords draining =
        new CallRecords(withoutTimers(), database, new CallMetrics(new PrometheusRegistry()));
    draining.add(cancelled("one"));
    done(draining.drain());
    assertThat(rows()).isEqualTo(2);
    draining.add(cancelled("two"));
    await().atMost(10, TimeUnit.SECONDS).until(() -> rows() == 4);
  }

  /** One whose timers never fire. */
  private Vertx withoutTimers() {
    return (Vertx)
        Proxy.newProxyInstance(
            Vertx.class.getClassLoader(),
            new Class<?>[] {Vertx.class},
            (proxy, method, arguments) ->
                method.getName().equals("setTimer") ? 1L : method.invoke(vertx, arguments));
  }

  private int unseen(String user) {
    return done(records.unseen(new UserRef("app", user)));
  }

  private int rows() {
    return done(
        database.transaction(
            connection -> {
              try (var statement = connection.createStatement();
                  ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM call_records")) {
                count.next();
                return count.getInt(1);
              }
            }));
  }

  private static Call cancelled(String callId) {
    Call call = null;
    for (CallCommand command :
        List.of(
            new CallCommand.Create(
                ALICE,
                callId,
                List.of("bob"),
                MediaKind.AUDIO,
                false,
                null,
                60_000,
                null,
                null,
                null,
                NOW),
            new CallCommand.Prepared(List.of(Reach.free("bob", List.of(BOB), false)), NOW),
            new CallCommand.Hangup(ALICE, EndReason.HANGUP, null, false, false, NOW))) {
      call = CallStateMachine.decide(call, command, MediaTerms.WITHOUT_BRIDGES).after();
    }
    return call;
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
