package io.carillon.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Delivery;
import io.carillon.protocol.contract.DeliveryOutcome;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionClaim;
import io.carillon.protocol.contract.SessionHandover;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.contract.UserRef;
import io.carillon.protocol.contract.Wake;
import io.carillon.protocol.view.UserPresence;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BusTest {
  private static final SessionRef SESSION =
      new SessionRef("default", "alice", "phone", "s1", "presence.deliver.n1.0");
  private static final Wake WAKE =
      new Wake(new UserRef("default", "bob"), "call", MediaKind.AUDIO, 1);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, Duration.ofSeconds(30));

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void aQuestionIsAnsweredByWhoServesTheAddress() {
    bus.serve(
        Contract.PUSH_WAKE, "push.wake.n1", wake -> Future.succeededFuture(new Wake.Outcome(2)));

    assertThat(bus.ask(Contract.PUSH_WAKE, "push.wake.n1", WAKE).await().devices()).isEqualTo(2);
  }

  @Test
  void whoAsksOnTheSameLoopIsAnsweredAtOnceAndOnItsOwnContext() {
    Context loop = vertx.getOrCreateContext();
    Promise<Boolean> seen = Promise.promise();
    loop.runOnContext(
        start -> {
          bus.serve(
              Contract.PUSH_WAKE,
              "push.wake.n1",
              wake -> Future.succeededFuture(new Wake.Outcome(1)));
          Future<Wake.Outcome> answer = bus.ask(Contract.PUSH_WAKE, "push.wake.n1", WAKE);
          seen.complete(answer.isComplete() && vertx.getOrCreateContext().equals(loop));
        });

    assertThat(seen.future().await()).isTrue();
  }

  @Test
  void theNearestOfSeveralIsAsked() {
    Context here = newLoop();
    Context elsewhere = newLoop();
    serveWakeOn(elsewhere, 2);
    serveWakeOn(here, 1);
    Promise<Wake.Outcome> answer = Promise.promise();
    here.runOnContext(
        start -> bus.ask(Contract.PUSH_WAKE, "push.wake.n1", WAKE).onComplete(answer));

    assertThat(answer.future().await().devices()).isEqualTo(1);
  }

  @Test
  void whatComesOverTheWireIsUnderstoodByOneThatOnlyServes() {
    bus.serve(
        Contract.CALL_SESSION,
        "call.session.n1",
        change -> Future.succeededFuture(SessionSnapshot.EMPTY));

    Object reply =
        vertx
            .eventBus()
            .request(
                "call.session.n1",
                new SessionChange.Lost(SESSION),
                new DeliveryOptions().setCodecName(SessionChange.Lost.class.getName()))
            .await()
            .body();

    assertThat(reply).isEqualTo(SessionSnapshot.EMPTY);
  }

  @Test
  void nobodyThereMeansUnavailable() {
    assertRefused("push.wake.nowhere", ErrorCode.UNAVAILABLE);
  }

  @Test
  void noAnswerInTimeMeansUnavailable() {
    Bus impatient = new Bus(vertx, Duration.ofMillis(200));
    impatient.serve(Contract.PUSH_WAKE, "push.wake.n1", wake -> Future.future(never -> {}));

    assertRefused(impatient, "push.wake.n1", ErrorCode.UNAVAILABLE);
  }

  @Test
  void aTypedErrorArrivesAsItIs() {
    bus.serve(
        Contract.PUSH_WAKE,
        "push.wake.n1",
        wake -> Future.failedFuture(new ProtocolException(ErrorCode.RATE_LIMITED, "slower")));

    assertRefused("push.wake.n1", ErrorCode.RATE_LIMITED);
  }

  @Test
  void aFaultArrivesAsInternalWithoutItsDetails() {
    bus.serve(
        Contract.PUSH_WAKE,
        "push.wake.n1",
        wake -> {
          throw new IllegalStateException("secret");
        });

    assertRefused("push.wake.n1", ErrorCode.INTERNAL);
  }

  @ParameterizedTest
  @MethodSource("everyKindOfMessage")
  <T> void whatCrossesNodesArrivesEqual(T message) {
    @SuppressWarnings("unchecked")
    RecordCodec<T> codec = new RecordCodec<>((Class<T>) message.getClass());
    Buffer wire = Buffer.buffer("before");

    codec.encodeToWire(wire, message);

    assertThat(codec.decodeFromWire("before".length(), wire)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("everyKindOfMessage")
  <T> void whatALaterVersionAddsIsPassedOver(T message) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) message.getClass();
    String json = Json.encode(message);
    String more = (json.equals("{}") ? "{" : json.substring(0, json.length() - 1) + ",");

    assertThat(Json.decode(more + "\"later\":{\"x\":[1]}}", type)).isEqualTo(message);
  }

  @Test
  void whatAnEarlierVersionDoesNotSayIsAbsent() {
    SessionSnapshot snapshot =
        Json.decode("{\"calls\":[],\"recentlyEnded\":[],\"notices\":[]}", SessionSnapshot.class);

    assertThat(snapshot.missedCalls()).isNull();
  }

  @Test
  void nobodyWaitsForANodeThatIsGone() {
    // The event bus would wait for its answer.
    vertx.eventBus().consumer("push.wake.n9", unanswered -> {});
    Future<Wake.Outcome> asked = bus.ask(Contract.PUSH_WAKE, "push.wake.n9", WAKE);

    bus.abandon("n9");

    assertThatThrownBy(asked::await)
        .isInstanceOfSatisfying(
            ProtocolException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertRefused("push.wake.n9", ErrorCode.UNAVAILABLE);
  }

  @Test
  void aNodeThatIsBackIsAskedAgain() {
    bus.abandon("n9");
    vertx
        .eventBus()
        .<Wake>consumer(
            "push.wake.n9",
            question ->
                question.reply(
                    new Wake.Outcome(3),
                    new DeliveryOptions().setCodecName(Wake.Outcome.class.getName())));

    bus.expect("n9");

    assertThat(bus.ask(Contract.PUSH_WAKE, "push.wake.n9", WAKE).await().devices()).isEqualTo(3);
  }

  static Stream<Object> everyKindOfMessage() {
    Notice notice = new Notice("call.ended", new RawJson("{\"callId\":\"ü\"}"));
    return Stream.of(
        new ClientRequest(SESSION, false, "call.get", RawJson.EMPTY_OBJECT),
        new ServiceReply.Done(new RawJson("{\"a\":[1]}"), List.of(notice)),
        new ServiceReply.Refused(ErrorBody.of(ErrorCode.CALL_ENDED, "over")),
        new SessionChange.Opened(SESSION),
        new SessionChange.Lost(SESSION),
        new SessionChange.Resumed(SESSION),
        new SessionChange.Closed(SESSION),
        new SessionChange.Restated(SESSION),
        new SessionClaim(SESSION, "s1.secret", 7, "presence.deliver.n2.1"),
        new SessionHandover.Kept(),
        new SessionHandover.Given(
            9,
            List.of("{}"),
            Map.of("call", new SessionHandover.LastTold(3, "call.ended", 2)),
            List.of(new SessionHandover.KeptReply("1", true, RawJson.EMPTY_OBJECT)),
            List.of(new UserPresence("bob", PresenceStatus.ONLINE, null, null)),
            true),
        SessionSnapshot.EMPTY,
        new MediaSession(
            "default",
            "call",
            1,
            0,
            Topology.DIRECT,
            List.of(
                new MediaSession.Endpoint("alice", SESSION),
                new MediaSession.Endpoint("bob", null)),
            false),
        new Delivery("s1", notice),
        new DeliveryOutcome(true),
        WAKE);
  }

  private Context newLoop() {
    Promise<Context> made = Promise.promise();
    VerticleBase verticle =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            made.complete(context);
            return Future.succeededFuture();
          }
        };
    vertx.deployVerticle(verticle).await();
    return made.future().await();
  }

  private void serveWakeOn(Context context, int devices) {
    Promise<Void> served = Promise.promise();
    context.runOnContext(
        start -> {
          bus.serve(
              Contract.PUSH_WAKE,
              "push.wake.n1",
              wake -> Future.succeededFuture(new Wake.Outcome(devices)));
          served.complete();
        });
    served.future().await();
  }

  private void assertRefused(String address, ErrorCode code) {
    assertRefused(bus, address, code);
  }

  private static void assertRefused(Bus asked, String address, ErrorCode code) {
    assertThatThrownBy(() -> asked.ask(Contract.PUSH_WAKE, address, WAKE).await())
        .isInstanceOfSatisfying(
            ProtocolException.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
