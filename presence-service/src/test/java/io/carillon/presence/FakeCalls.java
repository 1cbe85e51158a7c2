package io.carillon.presence;

import io.carillon.protocol.Json;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.ClientRequest;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.Done;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.ServiceReply;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.contract.WebhookEvent;
import io.carillon.runtime.CarillonService;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for call-service: remembers what it is asked, and answers by the type of the request.
 * {@code call.slow} waits until {@link #release}.
 */
final class FakeCalls implements CarillonService {
  private static final Future<SessionSnapshot> EMPTY =
      Future.succeededFuture(SessionSnapshot.EMPTY);

  final List<ClientRequest> commands = new CopyOnWriteArrayList<>();
  final List<SessionChange> changes = new CopyOnWriteArrayList<>();
  final List<WebhookEvent> webhooks = new CopyOnWriteArrayList<>();

  /** Names of requests and changes in the order in which they came, each behind its user. */
  private final List<String> all = new CopyOnWriteArrayList<>();

  /** By user; nothing special for those who are not in it. */
  final Map<String, Future<SessionSnapshot>> snapshots = new ConcurrentHashMap<>();

  private final Map<String, Promise<ServiceReply>> held = new ConcurrentHashMap<>();
  private ServiceContext context;

  @Override
  public String name() {
    return "call";
  }

  @Override
  public Future<?> start(ServiceContext node) {
    context = node;
    String place = node.node();
    node.bus().serve(Contract.CALL_COMMAND, Contract.CALL_COMMAND.addressAt(place), this::answer);
    node.bus()
        .serve(
            Contract.CALL_SESSION,
            Contract.CALL_SESSION.addressAt(place),
            change -> {
              changes.add(change);
              all.add(change.session().userId() + ' ' + change.getClass().getSimpleName());
              return snapshots.getOrDefault(change.session().userId(), EMPTY);
            });
    node.bus()
        .serve(
            Contract.CALL_WEBHOOK,
            Contract.CALL_WEBHOOK.addressAt(place),
            event -> {
              webhooks.add(event);
              return Future.succeededFuture(Done.DONE);
            });
    return Future.succeededFuture();
  }

  private Future<ServiceReply> answer(ClientRequest request) {
    commands.add(request);
    all.add(request.from().userId() + ' ' + request.type());
    return switch (request.type()) {
      case "call.slow" ->
          held.computeIfAbsent(request.data().text(), any -> Promise.promise()).future();
      case "call.refused" ->
          Future.failedFuture(
              new io.carillon.protocol.ProtocolException(
                  io.carillon.protocol.ErrorCode.CALL_NOT_FOUND, "no such call"));
      case "call.noticed" ->
          Future.succeededFuture(
              new ServiceReply.Done(
                  RawJson.EMPTY_OBJECT, List.of(notice("call.first"), notice("call.second"))));
      case "call.echo" -> Future.succeededFuture(ServiceReply.ok(request.data()));
      default -> Future.succeededFuture(ServiceReply.OK);
    };
  }

  /** Lets the {@code call.slow} with these data go on. */
  void release(String data) {
    held.computeIfAbsent(data, any -> Promise.promise()).complete(ServiceReply.OK);
  }

  static Notice notice(String type) {
    return new Notice(type, Json.raw(Map.of("of", type)));
  }

  /** Brings an event to a session; whether it arrived. */
  boolean deliver(SessionRef session, Notice notice) throws Exception {
    return context
        .delivery()
        .deliver(session, notice)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  ServiceContext context() {
    return context;
  }

  /** The latest session of a user that was opened. */
  SessionRef sessionOf(String userId) {
    return changes.stream()
        .filter(change -> change instanceof SessionChange.Opened)
        .map(SessionChange::session)
        .filter(session -> session.userId().equals(userId))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  /** What came of a user, requests and changes, in order. */
  List<String> told(String userId) {
    String prefix = userId + ' ';
    return all.stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  /** The events about a user that the queue of webhooks was given. */
  List<WebhookEvent> webhooksOf(String userId) {
    RawJson data = Json.raw(Map.of("userId", userId));
    return webhooks.stream().filter(event -> event.data().equals(data)).toList();
  }

  /** What was told of a user's sessions, by the names of the changes. */
  List<String> changesOf(String userId) {
    return changes.stream()
        .filter(change -> change.session().userId().equals(userId))
        .map(change -> change.getClass().getSimpleName())
        .toList();
  }
}
