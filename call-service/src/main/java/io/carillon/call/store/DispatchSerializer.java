package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import java.util.List;

final class DispatchSerializer implements CompactSerializer<Dispatch> {
  @Override
  public Dispatch read(CompactReader reader) {
    return new Dispatch(
        new Notice(reader.readString("type"), new RawJson(reader.readString("data"))),
        List.of(reader.readArrayOfCompact("to", SessionRef.class)));
  }

  @Override
  public void write(CompactWriter writer, Dispatch dispatch) {
    writer.writeString("type", dispatch.notice().type());
    writer.writeString("data", dispatch.notice().data().text());
    writer.writeArrayOfCompact("to", dispatch.to().toArray(SessionRef[]::new));
  }

  @Override
  public String getTypeName() {
    return "carillon.CallDispatch";
  }

  @Override
  public Class<Dispatch> getCompactClass() {
    return Dispatch.class;
  }
}
