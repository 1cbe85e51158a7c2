package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.call.admin.NewCall;
import io.carillon.call.core.Muting;
import io.carillon.protocol.Json;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.RawJson;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdminOrderTest {
  static Stream<AdminOrder> orders() {
    RawJson info = new RawJson("{\"topic\":\"standup\"}");
    NewCall call =
        new NewCall("app", null, "alice", List.of("bob"), MediaKind.VIDEO, 20_000L, info);
    return Stream.of(
        new AdminOrder.Convene("c", call),
        new AdminOrder.Summon("app", "c", List.of("carol")),
        new AdminOrder.Remove("app", "c", "bob"),
        new AdminOrder.Silence("app", "c", "bob", new Muting(true, null, false)),
        new AdminOrder.End("app", "c"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void anOrderIsTheSameOnTheNextNode(AdminOrder order) {
    assertThat(Json.decode(Json.encode(order), order.getClass())).isEqualTo(order);
    assertThat(order.key()).isEqualTo("app/c");
  }
}
