package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import com.hazelcast.query.Predicate;
import io.carillon.call.core.Call;
import io.carillon.protocol.CallState;
import java.io.Serial;
import java.util.Map;

/**
 * Which calls are wanted; null for what does not matter. Calls that are being prepared never are.
 *
 * @param app the tenant
 * @param userId a user who has, or had, a part in it
 * @param after only calls whose keys come after that one
 */
public record CallFilter(String app, String userId, CallState state, String after)
    implements Predicate<String, Call> {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public boolean apply(Map.Entry<String, Call> entry) {
    if (after != null && entry.getKey().compareTo(after) <= 0) {
      return false;
    }
    Call call = entry.getValue();
    return call.state() != CallState.PREPARING
        && (state == null || call.state() == state)
        && (app == null || call.app().equals(app))
        && (userId == null || call.party(userId).isPresent());
  }

  static final class Serializer implements CompactSerializer<CallFilter> {
    @Override
    public CallFilter read(CompactReader reader) {
      String state = reader.readString("state");
      return new CallFilter(
          reader.readString("app"),
          reader.readString("userId"),
          state == null ? null : CallState.of(state),
          reader.readString("after"));
    }

    @Override
    public void write(CompactWriter writer, CallFilter filter) {
      writer.writeString("app", filter.app);
      writer.writeString("userId", filter.userId);
      writer.writeString("state", filter.state == null ? null : filter.state.code());
      writer.writeString("after", filter.after);
    }

    @Override
    public String getTypeName() {
      return "carillon.CallFilter";
    }

    @Override
    public Class<CallFilter> getCompactClass() {
      return CallFilter.class;
    }
  }
}
