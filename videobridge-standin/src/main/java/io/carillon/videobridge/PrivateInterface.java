package io.carillon.videobridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jitsi.xmpp.extensions.colibri2.ConferenceModifyIQ;
import org.jitsi.xmpp.extensions.colibri2.json.Colibri2JSONDeserializer;
import org.jitsi.xmpp.extensions.colibri2.json.Colibri2JSONSerializer;

/** The bridge's private HTTP interface: colibri2, health, version, statistics, drain. */
final class PrivateInterface {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SERVER_ERROR = 500;
  private static final int NOT_FOUND = 404;
  private static final int NOT_IMPLEMENTED = 501;

  private final Vertx vertx;
  private final Conferences conferences;
  private final Load load;

  PrivateInterface(Vertx vertx, Conferences conferences, Load load) {
    this.vertx = vertx;
    this.conferences = conferences;
    this.load = load;
  }

  void handle(HttpServerRequest request) {
    switch (load.behaviour()) {
      case HANGING -> request.pause();
      case FAILING -> ErrorPage.send(request, SERVER_ERROR);
      case NORMAL, SHUTTING_DOWN -> route(request);
    }
  }

  private void route(HttpServerRequest request) {
    boolean post = request.method().equals(HttpMethod.POST);
    switch (request.path()) {
      case "/about/health" -> request.response().end();
      case "/about/version" ->
          answer(request, JsonNodeFactory.instance.objectNode().put("version", Load.VERSION));
      case "/colibri/stats" ->
          answer(request, load.statistics(conferences.size(), conferences.endpoints()));
      case "/colibri/drain/enable" -> drain(request, post, true);
      case "/colibri/drain/disable" -> drain(request, post, false);
      case "/colibri/v2/conferences" -> {
        if (post) {
          request.body().onSuccess(body -> modify(request, body));
        } else {
          ErrorPage.send(request, NOT_IMPLEMENTED);
        }
      }
      default -> ErrorPage.send(request, NOT_FOUND);
    }
  }

  private void drain(HttpServerRequest request, boolean post, boolean on) {
    if (post) {
      load.drain(on);
      request.response().end();
    } else {
      ErrorPage.send(request, NOT_FOUND);
    }
  }

  /** ICE opens sockets, so this is not for the event loop. */
  private void modify(HttpServerRequest request, Buffer body) {
    vertx
        .executeBlocking(() -> modified(body.toString()), false)
        .onSuccess(answer -> answer(request, answer))
        .onFailure(
            problem -> {
              if (problem instanceof Refusal) {
                ErrorPage.refuse(request, problem.getMessage());
              } else {
                ErrorPage.send(request, SERVER_ERROR);
              }
            });
  }

  private ObjectNode modified(String body) throws Refusal {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Refusal("Failed to create conference, could not parse JSON: " + e.getMessage());
    }
    if (!(json instanceof ObjectNode object)) {
      throw new Refusal("Bad Request");
    }
    ConferenceModifyIQ request = request(object);
    try {
      return Colibri2JSONSerializer.serializeConferenceModified(
          conferences.modify(request, load.behaviour() == Behaviour.SHUTTING_DOWN));
    } catch (Refusal e) {
      throw new Refusal("Failed to create conference: " + e.getMessage());
    }
  }

  /** The bridge's own reading decides what is well-formed. */
  private static ConferenceModifyIQ request(ObjectNode json) throws Refusal {
    try {
      return Colibri2JSONDeserializer.deserializeConferenceModify(json).build();
    } catch (RuntimeException e) {
      throw new Refusal("Failed to parse ConferenceModify JSON:" + e.getMessage());
    }
  }

  private static void answer(HttpServerRequest request, ObjectNode answer) {
    request.response().putHeader("Content-Type", "application/json").end(answer.toString());
  }
}
