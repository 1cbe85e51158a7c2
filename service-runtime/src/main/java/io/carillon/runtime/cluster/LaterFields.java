package io.carillon.runtime.cluster;

import com.hazelcast.nio.serialization.FieldKind;
import com.hazelcast.nio.serialization.compact.CompactReader;

/**
 * Fields of a stored form that came with a later version: a node of an earlier one writes without
 * them while the two run side by side.
 */
public final class LaterFields {
  private final CompactReader reader;

  /** Those of the value that is being read. */
  public LaterFields(CompactReader reader) {
    this.reader = reader;
  }

  /** A text, or null. */
  public String text(String field) {
    return has(field) ? reader.readString(field) : null;
  }

  /** A number, or what stands for one that nobody wrote. */
  public long number(String field, long fallback) {
    return has(field) ? reader.readInt64(field) : fallback;
  }

  /** A flag, or false. */
  public boolean flag(String field) {
    return has(field) && reader.readBoolean(field);
  }

  private boolean has(String field) {
    return reader.getFieldKind(field) != FieldKind.NOT_AVAILABLE;
  }
}
