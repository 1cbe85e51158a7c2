package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Json;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.view.Tracks;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A client's device with its session, as its edge would see it. */
final class Device {
  private final FakeNeighbours neighbours;
  private final ServiceContext services;
  private final SessionRef session;
  private final List<Notice> events = new CopyOnWriteArrayList<>();
  private final SessionSnapshot snapshot;

  private Device(FakeNeighbours neighbours, String userId, String deviceId, Tracks publish) {
    this.neighbours = neighbours;
    this.services = neighbours.context();
    session =
        new SessionRef(
            "default", userId, deviceId, UUID.randomUUID().toString(), neighbours.edge(), publish);
    neighbours.host(this);
    done(services.sessions().register(session));
    snapshot = tell(new SessionChange.Opened(session));
    events.addAll(snapshot.notices());
  }

  /** A device that has said hello. */
  static Device online(FakeNeighbours neighbours, String userId, String deviceId) {
    return new Device(neighbours, userId, deviceId, null);
  }

  /** A device that has said hello with a token that limits what it may send. */
  static Device online(FakeNeighbours neighbours, String userId, String deviceId, Tracks publish) {
    return new Device(neighbours, userId, deviceId, publish);
  }

  SessionRef session() {
    return session;
  }

  SessionSnapshot snapshot() {
    return snapshot;
  }

  void got(Notice notice) {
    events.add(notice);
  }

  /** The edge's word that this session is new, once more or late. */
  SessionSnapshot opened() {
    return tell(new SessionChange.Opened(session));
  }

  void drop() {
    tell(new SessionChange.Lost(session));
  }

  void resume() {
    tell(new SessionChange.Resumed(session));
  }

  /** The fail-over is done with its session, as nobody's edge holds it. */
  void vanish() {
    drop();
    done(services.sessions().remove(session));
  }

  /** Its session is resumed at another edge, which nobody has told the calls of yet. */
  void move(String edge) {
    done(
        services
            .sessions()
            .move(
                new SessionRef(
                    session.app(),
                    session.userId(),
                    session.deviceId(),
                    session.sessionId(),
                    edge)));
  }

  void bye() {
    neighbours.evict(this);
    done(services.sessions().remove(session));
    tell(new SessionChange.Closed(session));
  }

  /** Gives a request and returns the data of its {@code ok}. */
  JsonNode ask(String type, ObjectNode data) {
    ServiceReply reply = reply(type, data);
    assertThat(reply).isInstanceOf(ServiceReply.Done.class);
    ServiceReply.Done done = (ServiceReply.Done) reply;
    events.addAll(done.notices());
    return parse(done.data());
  }

  /** Gives a request that is to be refused and returns the code. */
  ErrorCode refusal(String type, ObjectNode data) {
    ServiceReply reply = reply(type, data);
    assertThat(reply).isInstanceOf(ServiceReply.Refused.class);
    return ((ServiceReply.Refused) reply).error().code();
  }

  /** The types of the events so far. */
  List<String> heard() {
    return events.stream().map(Notice::type).toList();
  }

  /** The data of the last event of a type, waited for. */
  JsonNode hears(String type) {
    await().atMost(10, TimeUnit.SECONDS).until(() -> heard().contains(type));
    return parse(
        events.stream().filter(event -> event.type().equals(type)).toList().getLast().data());
  }

  /** Gives a request, without waiting for the reply. */
  Future<ServiceReply> asks(String type, ObjectNode data) {
    String key =
        data.has("callId")
            ? CallKey.of(session.app(), data.get("callId").asText())
            : session.user().key();
    return services
        .bus()
        .ask(
            Contract.CALL_COMMAND,
            services.placement().addressOf(Contract.CALL_COMMAND, key),
            new ClientRequest(session, false, type, Json.raw(data)));
  }

  private ServiceReply reply(String type, ObjectNode data) {
    return done(asks(type, data));
  }

  /** The data of an {@code ok}. */
  static JsonNode data(ServiceReply reply) {
    assertThat(reply).isInstanceOf(ServiceReply.Done.class);
    return parse(((ServiceReply.Done) reply).data());
  }

  /** What a request comes to: {@code ok}, or why not. */
  static Object outcome(Future<ServiceReply> asked) {
    return done(asked) instanceof ServiceReply.Refused refused ? refused.error().code() : "ok";
  }

  private SessionSnapshot tell(SessionChange change) {
    String address = services.placement().addressOf(Contract.CALL_SESSION, session.user().key());
    return done(services.bus().ask(Contract.CALL_SESSION, address, change));
  }

  private static JsonNode parse(RawJson json) {
    return Json.decode(json, JsonNode.class);
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
