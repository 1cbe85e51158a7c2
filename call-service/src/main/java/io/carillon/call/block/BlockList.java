package io.carillon.call.block;

import java.util.Set;
import java.util.TreeSet;

/** Whom one user has blocked. A value of the {@code blocks} map. */
record BlockList(Set<String> blocked) {
  static final BlockList NONE = new BlockList(Set.of());

  BlockList {
    blocked = Set.copyOf(blocked);
  }

  BlockList with(Set<String> more) {
    Set<String> all = new TreeSet<>(blocked);
    all.addAll(more);
    return new BlockList(all);
  }

  BlockList without(Set<String> fewer) {
    Set<String> left = new TreeSet<>(blocked);
    left.removeAll(fewer);
    return new BlockList(left);
  }
}
