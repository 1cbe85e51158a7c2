package io.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.runtime.cluster.LiveNodes;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EchoTest {
  @Test
  void whatCallServiceAndAdaptersKnewIsToldAnew() {
    assertThat(Echo.isOwedAfter(departure("call"))).isTrue();
    assertThat(Echo.isOwedAfter(departure("media", "presence"))).isTrue();
    assertThat(Echo.isOwedAfter(departure("presence", "push"))).isFalse();
  }

  private static LiveNodes.Departure departure(String... services) {
    return new LiveNodes.Departure("gone", Set.of(services));
  }
}
