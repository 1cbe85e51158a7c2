package io.carillon.runtime.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.map.IMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps with an index. */
public final class IndexedMaps {
  private static final Logger log = LoggerFactory.getLogger(IndexedMaps.class);
  private static final int ATTEMPTS = 5;

  private IndexedMaps() {}

  /**
   * The map of that name. The first member that asks for it has its index made everywhere; while
   * others come and go it may remain open whether that was done, and is asked for once more.
   * Blocks.
   */
  public static <K, V> IMap<K, V> open(HazelcastInstance hazelcast, String name) {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return hazelcast.getMap(name);
      } catch (IndeterminateOperationStateException uncertain) {
        log.atWarn().addKeyValue("map", name).log("an index may not be everywhere; asked for anew");
      }
    }
    return hazelcast.getMap(name);
  }
}
