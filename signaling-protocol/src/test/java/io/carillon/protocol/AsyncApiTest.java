package io.carillon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.carillon.protocol.event.EventType;
import io.carillon.protocol.request.HistoryRequest;
import io.carillon.protocol.request.PresenceRequest;
import io.carillon.protocol.request.Request;
import io.carillon.protocol.request.RequestType;
import io.carillon.protocol.request.SessionRequest;
import io.carillon.protocol.view.CallEnd;
import io.carillon.protocol.view.CallView;
import io.carillon.protocol.view.EndedCall;
import io.carillon.protocol.view.HistoryRecord;
import io.carillon.protocol.view.IceServer;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.PartyView;
import io.carillon.protocol.view.Tracks;
import io.carillon.protocol.view.UserPresence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the records, the examples and {@code asyncapi.yaml} against each other. */
class AsyncApiTest {
  private static final JsonNode FILE = read();
  private static final JsonNode SCHEMAS = FILE.at("/components/schemas");
  private static final JsonNode MESSAGES = FILE.at("/components/messages");
  private static final String SCHEMA_REF = "#/components/schemas/";

  private static final List<Class<? extends Record>> PARTS =
      List.of(
          DeviceRef.class,
          Description.class,
          IceServer.class,
          MediaFlags.class,
          Tracks.class,
          PartyView.class,
          CallEnd.class,
          EndedCall.class,
          CallView.class,
          UserPresence.class,
          HistoryRecord.class,
          ErrorBody.class,
          Limits.class,
          SessionRequest.Device.class,
          SessionRequest.Resume.class);

  @Test
  void theFileHasEveryRequestAndNoOther() {
    assertThat(typesOf("Request"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RequestType.values()).map(RequestType::wireName).toList());
  }

  @Test
  void theFileHasEveryEventAndNoOther() {
    assertThat(typesOf("Event"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(EventType.values()).map(EventType::wireName).toList());
  }

  @Test
  void everyMessageIsOnTheChannelAndInAnOperation() {
    Set<String> known = names(MESSAGES);
    assertThat(names(FILE.at("/channels/socket/messages"))).isEqualTo(known);
    Set<String> operated = new TreeSet<>();
    for (JsonNode operation : FILE.get("operations")) {
      Stream.of(operation.path("messages"), operation.at("/reply/messages"))
          .flatMap(AsyncApiTest::elements)
          .forEach(
              message ->
                  operated.add(
                      message.get("$ref").asText().replace("#/channels/socket/messages/", "")));
    }
    assertThat(operated).isEqualTo(known);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = FILE.findValues("$ref");
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(FILE.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse());
  }

  @Test
  void everyEnumHasTheConstantsOfItsClass() {
    Map<String, List<String>> enums = new LinkedHashMap<>();
    enums.put("ErrorCode", codes(ErrorCode.values()));
    enums.put("EndReason", codes(EndReason.values()));
    enums.put("MediaKind", codes(MediaKind.values()));
    enums.put("Topology", codes(Topology.values()));
    enums.put("CallState", codes(CallState.values()));
    enums.put("PartyState", codes(PartyState.values()));
    enums.put("PeerState", codes(PeerState.values()));
    enums.put("PresenceStatus", codes(PresenceStatus.values()));
    enums.put("HandledOutcome", codes(HandledOutcome.values()));
    enums.put("SdpType", codes(SdpType.values()));
    enums.forEach(
        (name, codes) ->
            assertThat(elements(SCHEMAS.at("/" + name + "/enum")).map(JsonNode::asText))
                .as(name)
                .containsExactlyElementsOf(codes));
  }

  @Test
  void theCloseCodesAreThoseOfTheServer() {
    JsonNode schema = SCHEMAS.get("CloseCode");
    assertThat(elements(schema.get("enum")).map(JsonNode::asInt))
        .containsExactlyElementsOf(Arrays.stream(CloseCode.values()).map(CloseCode::code).toList());
    for (CloseCode code : CloseCode.values()) {
      assertThat(schema.get("x-reasons").get(String.valueOf(code.code())).asText())
          .isEqualTo(code.reason());
    }
  }

  @Test
  void theLimitsInTheSchemasAreThoseOfTheServer() {
    assertThat(SCHEMAS.at("/Invite/properties/to/maxItems").asInt()).isEqualTo(Limits.MAX_INVITEES);
    assertThat(SCHEMAS.at("/Add/properties/to/maxItems").asInt()).isEqualTo(Limits.MAX_INVITEES);
    assertThat(SCHEMAS.at("/HistoryList/properties/limit/maximum").asInt())
        .isEqualTo(HistoryRequest.MAX_LIMIT);
    assertThat(SCHEMAS.at("/HistoryList/properties/limit/default").asInt())
        .isEqualTo(HistoryRequest.DEFAULT_LIMIT);
    assertThat(SCHEMAS.at("/Set/properties/until/maximum").asLong())
        .isEqualTo(PresenceRequest.MAX_UNTIL);
    assertThat(SCHEMAS.at("/SendCandidates/properties/candidates/maxItems").asInt())
        .isEqualTo(Limits.MAX_CANDIDATES_PER_MESSAGE);
    assertThat(SCHEMAS.at("/Subscribe/properties/users/maxItems").asInt())
        .isEqualTo(Limits.MAX_PRESENCE_USERS);
    assertThat(MESSAGES.at("/pingRequest/payload/properties/id/maxLength").asInt())
        .isEqualTo(Limits.MAX_REQUEST_ID_CHARS);
    assertThat(Json.decode(SCHEMAS.at("/Limits/examples/0").toString(), Limits.class))
        .isEqualTo(Limits.V1);
  }

  @TestFactory
  Stream<DynamicTest> everySchemaHasTheComponentsOfItsRecord() {
    return forEachRecord(
        (schema, type) -> {
          JsonNode properties = schema.path("properties");
          assertThat(names(properties))
              .containsExactlyInAnyOrderElementsOf(
                  Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
          Set<String> required = required(schema);
          assertThat(names(properties)).containsAll(required);
          for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            assertThat(jsonType(properties.get(name))).as(name).isEqualTo(jsonType(component));
            if (component.getType().isPrimitive()) {
              assertThat(required).contains(name);
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everyExampleDecodesAndEncodesToItself() {
    return forEachRecord(
        (schema, type) -> {
          assertThat(elements(schema.path("examples"))).isNotEmpty();
          elements(schema.path("examples"))
              .forEach(
                  example -> {
                    Object decoded = Json.decode(example.toString(), type);
                    assertThat(tree(Json.encode(decoded))).isEqualTo(tree(example.toString()));
                  });
        });
  }

  @TestFactory
  Stream<DynamicTest> aRequestNeedsWhatTheSchemaRequiresAndNothingElse() {
    return records().entrySet().stream()
        .filter(entry -> Request.class.isAssignableFrom(entry.getValue()))
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> needsWhatIsRequired(SCHEMAS.get(entry.getKey()), entry.getValue())));
  }

  private static void needsWhatIsRequired(JsonNode schema, Class<? extends Record> type) {
    for (JsonNode full : schema.get("examples")) {
      for (String field : names(full)) {
        ObjectNode without = full.deepCopy();
        without.remove(field);
        ProtocolException refusal =
            catchThrowableOfType(
                ProtocolException.class, () -> Json.decode(without.toString(), type));
        if (allows(schema, names(without))) {
          assertThat(refusal).as("without %s", field).isNull();
        } else {
          assertThat(refusal).as("without %s", field).isNotNull();
          assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
          String named = refusal.getMessage().replaceFirst(":.*", "");
          assertThat(named)
              .isIn(
                  required(schema).contains(field)
                      ? Set.of(field)
                      : names(schema.get("properties")));
        }
      }
    }
  }

  /** Whether an object with these fields has all that must be there. */
  private static boolean allows(JsonNode schema, Set<String> fields) {
    List<JsonNode> alternatives =
        Stream.of(schema.path("oneOf"), schema.path("anyOf"))
            .flatMap(AsyncApiTest::elements)
            .toList();
    return fields.containsAll(required(schema))
        && (alternatives.isEmpty()
            || alternatives.stream()
                .anyMatch(alternative -> fields.containsAll(required(alternative))));
  }

  private interface RecordCheck {
    void check(JsonNode schema, Class<? extends Record> type);
  }

  private static Stream<DynamicTest> forEachRecord(RecordCheck check) {
    return records().entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> check.check(SCHEMAS.get(entry.getKey()), entry.getValue())));
  }

  /** Every schema that a record stands for, by the schema's name. */
  private static Map<String, Class<? extends Record>> records() {
    Map<String, Class<? extends Record>> records = new LinkedHashMap<>();
    for (Class<? extends Record> part : PARTS) {
      records.put(part.getSimpleName(), part);
    }
    for (RequestType type : RequestType.values()) {
      records.put(dataSchema("Request", type.wireName()), type.dataType().asSubclass(Record.class));
    }
    for (EventType type : EventType.values()) {
      records.put(dataSchema("Event", type.wireName()), type.dataType().asSubclass(Record.class));
    }
    assertThat(records)
        .hasSize(PARTS.size() + RequestType.values().length + EventType.values().length);
    return records;
  }

  private static String dataSchema(String suffix, String wireName) {
    return messages(suffix).stream()
        .filter(message -> message.at("/payload/properties/type/const").asText().equals(wireName))
        .map(message -> message.at("/payload/properties/data/$ref").asText())
        .map(reference -> reference.replace(SCHEMA_REF, ""))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + suffix + " " + wireName + " in the file"));
  }

  private static List<String> typesOf(String suffix) {
    return messages(suffix).stream()
        .map(message -> message.at("/payload/properties/type/const").asText())
        .toList();
  }

  private static Collection<JsonNode> messages(String suffix) {
    List<JsonNode> found = new ArrayList<>();
    MESSAGES
        .properties()
        .forEach(
            message -> {
              if (message.getKey().endsWith(suffix)) {
                found.add(message.getValue());
              }
            });
    return found;
  }

  /** The type of a property, a reference followed to its end. */
  private static String jsonType(JsonNode property) {
    JsonNode reference = property.get("$ref");
    return reference == null
        ? property.get("type").asText()
        : jsonType(SCHEMAS.get(reference.asText().replace(SCHEMA_REF, "")));
  }

  private static String jsonType(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == String.class || type.isEnum()) {
      return "string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (type == Double.class) {
      return "number";
    }
    if (type == int.class || type == long.class || type == Long.class) {
      return "integer";
    }
    return type == List.class ? "array" : "object";
  }

  private static Set<String> required(JsonNode schema) {
    return new TreeSet<>(elements(schema.path("required")).map(JsonNode::asText).toList());
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<String> codes(Enum<?>[] constants) {
    return Arrays.stream(constants).map(constant -> tree(Json.encode(constant)).asText()).toList();
  }

  private static JsonNode tree(String json) {
    try {
      return Json.mapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper(new YAMLFactory()).readTree(Path.of("asyncapi.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
