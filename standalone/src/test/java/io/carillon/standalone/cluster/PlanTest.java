package io.carillon.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.protocol.Json;
import io.carillon.runtime.config.ConfigurationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private final Plan plan = Plan.make(3, 8080, null);

  @Test
  void everyNodeHasPortsOfItsOwn() {
    assertThat(
            plan.nodes().stream()
                .flatMap(node -> Stream.of(node.port(), node.clusterPort(), node.adminPort()))
                .filter(port -> port != null))
        .hasSize(10)
        .doesNotHaveDuplicates()
        .doesNotContain(plan.databasePort());
  }

  @Test
  void moreThanHalfOfTheNodesWithCallsAreAQuorum() {
    assertThat(plan.quorum()).isEqualTo(2);
    assertThat(Plan.make(4, 8080, null).quorum()).isEqualTo(3);
    assertThat(Plan.make(1, 8080, null).quorum()).isEqualTo(1);
  }

  @Test
  void whatIsWrittenDownIsReadAgain() {
    assertThat(Plan.parse(Json.encode(plan))).isEqualTo(plan);
  }

  @Test
  void aNodeThatIsNotThereIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> plan.node("call-4"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "there is no node \"call-4\": there are call-1, call-2, call-3, edge-1, edge-2");
  }
}
