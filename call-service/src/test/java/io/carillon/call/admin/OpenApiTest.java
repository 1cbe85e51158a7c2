package io.carillon.call.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.carillon.call.webhook.FailedDelivery;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorBody;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Grant;
import io.carillon.protocol.Json;
import io.carillon.protocol.Limits;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.PresenceStatus;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.Topology;
import io.carillon.protocol.request.HistoryRequest;
import io.carillon.protocol.view.CallEnd;
import io.carillon.protocol.view.CallView;
import io.carillon.protocol.view.HistoryRecord;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.PartyView;
import io.carillon.protocol.view.Tracks;
import io.carillon.protocol.view.UserPresence;
import io.carillon.runtime.admin.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the records and {@code openapi.yaml} against each other. */
class OpenApiTest {
  private static final JsonNode FILE = read();
  private static final JsonNode SCHEMAS = FILE.at("/components/schemas");

  /** What clients send, and so what is checked. */
  private static final Map<String, Class<? extends Record>> REQUESTS =
      Map.of(
          "NewCall", NewCall.class,
          "NewParties", NewParties.class,
          "NewMuting", NewMuting.class,
          "NewToken", NewToken.class);

  private static final Map<String, Class<? extends Record>> ANSWERS =
      Map.ofEntries(
          Map.entry("CallPage", CallPage.class),
          Map.entry("CallPageEntry", CallPage.Entry.class),
          Map.entry("CallView", CallView.class),
          Map.entry("DeviceRef", DeviceRef.class),
          Map.entry("PartyView", PartyView.class),
          Map.entry("MediaFlags", MediaFlags.class),
          Map.entry("Tracks", Tracks.class),
          Map.entry("CallEnd", CallEnd.class),
          Map.entry("PresenceState", PresenceState.class),
          Map.entry("PresenceChosen", PresenceState.Chosen.class),
          Map.entry("UserPresence", UserPresence.class),
          Map.entry("HistoryPage", HistoryPage.class),
          Map.entry("HistoryRecord", HistoryRecord.class),
          Map.entry("FailedWebhookPage", FailedWebhookPage.class),
          Map.entry("FailedDelivery", FailedDelivery.class),
          Map.entry("IssuedToken", IssuedToken.class),
          Map.entry("Problem", Problem.class),
          Map.entry("ErrorBody", ErrorBody.class));

  private static final Map<String, Enum<?>[]> ENUMS =
      Map.of(
          "MediaKind", MediaKind.values(),
          "Topology", Topology.values(),
          "PartyState", PartyState.values(),
          "EndReason", EndReason.values(),
          "PresenceStatus", PresenceStatus.values(),
          "Grant", Grant.values(),
          "ErrorCode", ErrorCode.values());

  /** Those of sfu-adapter, whose tests hold them against its classes. */
  private static final Set<String> ELSEWHERE = Set.of("BridgePage", "BridgeView", "BridgeState");

  @Test
  void everySchemaStandsForAClass() {
    Set<String> known = new TreeSet<>(Set.of("CallState"));
    known.addAll(ELSEWHERE);
    known.addAll(REQUESTS.keySet());
    known.addAll(ANSWERS.keySet());
    known.addAll(ENUMS.keySet());
    assertThat(names(SCHEMAS)).isEqualTo(known);
  }

  @TestFactory
  Stream<DynamicTest> everySchemaHasTheComponentsOfItsRecord() {
    return records()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(), () -> compare(SCHEMAS.get(entry.getKey()), entry.getValue())));
  }

  private static void compare(JsonNode schema, Class<? extends Record> type) {
    JsonNode properties = schema.get("properties");
    Set<String> required = required(schema);
    assertThat(names(properties))
        .containsAll(required)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
    for (RecordComponent component : type.getRecordComponents()) {
      assertThat(jsonType(properties.get(component.getName())))
          .as(component.getName())
          .isEqualTo(jsonType(component));
      if (component.getType().isPrimitive()) {
        assertThat(required).contains(component.getName());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyExampleDecodesAndEncodesToItself() {
    return records()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> {
                      JsonNode examples = SCHEMAS.get(entry.getKey()).path("examples");
                      assertThat(examples).isNotEmpty();
                      for (JsonNode example : examples) {
                        Object decoded = Json.decode(example.toString(), entry.getValue());
                        assertThat(tree(Json.encode(decoded))).isEqualTo(tree(example.toString()));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aRequestNeedsWhatTheSchemaRequiresAndNothingElse() {
    return REQUESTS.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(), () -> isNeeded(SCHEMAS.get(entry.getKey()), entry.getValue())));
  }

  private static void isNeeded(JsonNode schema, Class<? extends Record> type) {
    for (JsonNode full : schema.get("examples")) {
      for (String field : names(full)) {
        ObjectNode without = full.deepCopy();
        without.remove(field);
        ProtocolException refusal =
            catchThrowableOfType(
                ProtocolException.class, () -> Json.decode(without.toString(), type));
        if (required(schema).contains(field)) {
          assertThat(refusal).as(field).hasMessageStartingWith(field + ":");
        } else {
          assertThat(refusal).as(field).isNull();
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyEnumHasTheConstantsOfItsClass() {
    return ENUMS.entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () ->
                        assertThat(texts(SCHEMAS.get(entry.getKey()).get("enum")))
                            .containsExactlyElementsOf(
                                Arrays.stream(entry.getValue())
                                    .map(constant -> tree(Json.encode(constant)).asText())
                                    .toList())));
  }

  @Test
  void theLimitsAreThoseOfTheServer() {
    JsonNode list = parameter("/paths/~1calls/get/parameters", "limit");
    assertThat(list.get("maximum").asInt()).isEqualTo(CallRoutes.MAX_LIMIT);
    assertThat(list.get("default").asInt()).isEqualTo(CallRoutes.DEFAULT_LIMIT);
    JsonNode history = parameter("/paths/~1history~1{app}~1{userId}/get/parameters", "limit");
    assertThat(history.get("maximum").asInt()).isEqualTo(HistoryRequest.MAX_LIMIT);
    assertThat(history.get("default").asInt()).isEqualTo(HistoryRequest.DEFAULT_LIMIT);
    for (String schema : List.of("NewCall", "NewParties")) {
      assertThat(SCHEMAS.at("/" + schema + "/properties/to/maxItems").asInt())
          .isEqualTo(Limits.MAX_INVITEES);
    }
    JsonNode ttl = SCHEMAS.at("/NewToken/properties/ttlSeconds");
    assertThat(ttl.get("minimum").asLong()).isEqualTo(NewToken.MIN_TTL);
    assertThat(ttl.get("maximum").asLong()).isEqualTo(NewToken.MAX_TTL);
    assertThat(ttl.get("default").asLong()).isEqualTo(NewToken.DEFAULT_TTL);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(FILE.findValues("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(FILE.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse());
  }

  private static Stream<Map.Entry<String, Class<? extends Record>>> records() {
    return Stream.concat(REQUESTS.entrySet().stream(), ANSWERS.entrySet().stream());
  }

  private static JsonNode parameter(String pointer, String name) {
    return StreamSupport.stream(FILE.at(pointer).spliterator(), false)
        .filter(parameter -> parameter.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .get("schema");
  }

  /** The type of a property, a reference followed to its end. */
  private static String jsonType(JsonNode property) {
    JsonNode reference = property.get("$ref");
    return reference == null
        ? property.get("type").asText()
        : jsonType(FILE.at(reference.asText().substring(1)));
  }

  private static String jsonType(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == String.class || type.isEnum()) {
      return "string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (type == int.class || type == long.class || type == Long.class) {
      return "integer";
    }
    return type == List.class ? "array" : "object";
  }

  private static Set<String> required(JsonNode schema) {
    return new TreeSet<>(texts(schema.path("required")));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static JsonNode tree(String json) {
    try {
      return Json.mapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read() {
    try (InputStream file = CallAdmin.class.getResourceAsStream("openapi.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
