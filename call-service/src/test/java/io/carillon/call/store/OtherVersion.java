package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** The stored form of another version: without some of today's fields, or with one more. */
final class OtherVersion<T> implements CompactSerializer<T> {
  private final CompactSerializer<T> today;
  private final Set<String> unknown;
  private final String more;

  private OtherVersion(CompactSerializer<T> today, Set<String> unknown, String more) {
    this.today = today;
    this.unknown = unknown;
    this.more = more;
  }

  /** That of an earlier version, which does not know those fields. */
  static <T> OtherVersion<T> before(CompactSerializer<T> today, String... unknown) {
    return new OtherVersion<>(today, Set.of(unknown), null);
  }

  /** That of a later version, which has a field that nobody knows today. */
  static <T> OtherVersion<T> after(CompactSerializer<T> today) {
    return new OtherVersion<>(today, Set.of(), "zzzLater");
  }

  @Override
  public T read(CompactReader reader) {
    return today.read(reader);
  }

  @Override
  public void write(CompactWriter writer, T value) {
    CompactWriter filter =
        (CompactWriter)
            Proxy.newProxyInstance(
                CompactWriter.class.getClassLoader(),
                new Class<?>[] {CompactWriter.class},
                (proxy, method, arguments) -> {
                  try {
                    return unknown.contains((String) arguments[0])
                        ? null
                        : method.invoke(writer, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    today.write(filter, value);
    if (more != null) {
      writer.writeString(more, "of a later version");
    }
  }

  @Override
  public String getTypeName() {
    return today.getTypeName();
  }

  @Override
  public Class<T> getCompactClass() {
    return today.getCompactClass();
  }
}
