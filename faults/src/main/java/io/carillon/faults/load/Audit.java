package io.carillon.faults.load;

import io.carillon.faults.check.Remains;
import io.carillon.faults.client.Client;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Looks at what is left when the calls are over. Blocks. */
public final class Audit {
  private static final int PAGE = 100;
  private static final long PATIENCE_S = 20;

  private final Load load;

  Audit(Load load) {
    this.load = load;
  }

  /** Hangs up every call that some user still has. */
  public void hangUp() {
    ask(
        client ->
            calls(client)
                .compose(
                    live ->
                        Future.join(live.stream().map(callId -> hangUp(client, callId)).toList())
                            .map(live)),
        new HashSet<>());
  }

  /** What is left. */
  public Remains remains() {
    Set<String> silent = new HashSet<>();
    Map<String, List<String>> live = ask(Audit::calls, silent);
    Map<String, List<String>> histories =
        ask(client -> history(client, null, new ArrayList<>()), silent);
    return new Remains(live, histories, silent);
  }

  /** Asks for every user at once; who gets no reply in time is silent. */
  private Map<String, List<String>> ask(
      Function<Client, Future<List<String>>> question, Set<String> silent) {
    Map<String, Future<List<String>>> answers =
        load.run(
            () -> {
              Map<String, Future<List<String>>> asked = new TreeMap<>();
              load.speakers()
                  .forEach(
                      (user, client) ->
                          asked.put(
                              user, question.apply(client).timeout(PATIENCE_S, TimeUnit.SECONDS)));
              return asked;
            });
    Map<String, List<String>> results = new TreeMap<>();
    answers.forEach(
        (user, answer) -> {
          try {
            results.put(user, Load.join(answer));
          } catch (TimeoutException e) {
            silent.add(user);
          }
        });
    return results;
  }

  private static Future<List<String>> calls(Client client) {
    return client
        .request("call.list", new JsonObject())
        .map(reply -> callIds(reply.getJsonArray("calls")));
  }

  /** Another device's call can't be hung up from here; that shows in what is left. */
  private static Future<Void> hangUp(Client client, String callId) {
    return client
        .request("call.hangup", new JsonObject().put("callId", callId))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** Pages overlap by a millisecond, in which several calls may have begun. */
  private static Future<List<String>> history(Client client, Long before, List<String> pages) {
    JsonObject question = new JsonObject().put("limit", PAGE);
    if (before != null) {
      question.put("before", before);
    }
    return client
        .request("history.list", question)
        .compose(
            reply -> {
              JsonArray records = reply.getJsonArray("records");
              Set<String> known = Set.copyOf(pages);
              callIds(records).stream().filter(id -> !known.contains(id)).forEach(pages::add);
              return records.size() < PAGE
                  ? Future.succeededFuture(pages)
                  : history(
                      client, records.getJsonObject(PAGE - 1).getLong("startedAt") + 1, pages);
            });
  }

  private static List<String> callIds(JsonArray objects) {
    return objects.stream()
        .map(JsonObject.class::cast)
        .map(object -> object.getString("callId"))
        .toList();
  }
}
