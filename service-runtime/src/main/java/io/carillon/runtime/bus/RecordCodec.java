package io.carillon.runtime.bus;

import io.carillon.protocol.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;

/**
 * Carries a contract's records over the event bus: as JSON between nodes, where two versions may
 * meet, and as the object itself within one, since records do not change.
 */
final class RecordCodec<T> implements MessageCodec<T, T> {
  private final Class<T> type;

  RecordCodec(Class<T> type) {
    this.type = type;
  }

  @Override
  public void encodeToWire(Buffer buffer, T value) {
    byte[] json = Json.encode(value).getBytes(StandardCharsets.UTF_8);
    buffer.appendInt(json.length).appendBytes(json);
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    int start = position + Integer.BYTES;
    byte[] json = buffer.getBytes(start, start + buffer.getInt(position));
    return Json.decode(new String(json, StandardCharsets.UTF_8), type);
  }

  @Override
  public T transform(T value) {
    return value;
  }

  @Override
  public String name() {
    return type.getName();
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
