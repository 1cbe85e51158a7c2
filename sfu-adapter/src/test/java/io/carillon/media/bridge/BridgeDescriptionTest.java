package io.carillon.media.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.carillon.protocol.Json;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what administrators read of bridges in {@code openapi.yaml} against the code. */
class BridgeDescriptionTest {
  static final Path FILE =
      Path.of("../call-service/src/main/resources/io/carillon/call/admin/openapi.yaml");

  private static JsonNode description;

  @BeforeAll
  static void read() throws IOException {
    description = new ObjectMapper(new YAMLFactory()).readTree(FILE.toFile());
  }

  @Test
  void aBridgeIsDescribedWithAllThatItHas() {
    JsonNode schema = schema("BridgeView");
    List<String> properties = new ArrayList<>();
    schema.get("properties").fieldNames().forEachRemaining(properties::add);
    assertThat(properties)
        .containsExactlyElementsOf(
            Arrays.stream(BridgeView.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
  }

  @Test
  void everyStateIsDescribed() {
    List<String> states = new ArrayList<>();
    schema("BridgeState").get("enum").forEach(state -> states.add(state.asText()));
    assertThat(states)
        .containsExactlyElementsOf(
            Arrays.stream(BridgeState.values()).map(BridgeState::code).toList());
  }

  @Test
  void theExamplesAreWhatIsAnswered() {
    BridgeView up =
        new BridgeView("10.0.0.7:8080", "eu", BridgeState.UP, 0.12, 12, 3, "2.3.105", false);
    BridgeView heardOf =
        new BridgeView("10.0.0.8:8080", null, BridgeState.NEW, 0, null, null, null, true);
    BridgeView draining =
        new BridgeView("10.0.0.7:8080", "eu", BridgeState.DRAINING, 0.12, 12, 3, "2.3.105", true);
    assertThat(encoded(new BridgePage(List.of(up, heardOf)))).isEqualTo(example("BridgePage"));
    assertThat(encoded(draining)).isEqualTo(example("BridgeView"));
  }

  private static JsonNode schema(String name) {
    return description.at("/components/schemas/" + name);
  }

  private static JsonNode example(String schema) {
    return Json.decode(schema(schema).at("/examples/0").toString(), JsonNode.class);
  }

  private static JsonNode encoded(Object value) {
    return Json.decode(Json.encode(value), JsonNode.class);
  }
}
