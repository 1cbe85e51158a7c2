package io.carillon.media.bridge;

import java.util.List;

/** The bridges, by id. */
record BridgePage(List<BridgeView> bridges) {
  BridgePage {
    bridges = List.copyOf(bridges);
  }
}
