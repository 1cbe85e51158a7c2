package io.carillon.runtime.media;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;

final class BridgeReportSerializer implements CompactSerializer<BridgeReport> {
  @Override
  public BridgeReport read(CompactReader reader) {
    return new BridgeReport(
        reader.readString("adapter"),
        reader.readInt32("configured"),
        reader.readInt32("usable"),
        reader.readInt64("at"));
  }

  @Override
  public void write(CompactWriter writer, BridgeReport report) {
    writer.writeString("adapter", report.adapter());
    writer.writeInt32("configured", report.configured());
    writer.writeInt32("usable", report.usable());
    writer.writeInt64("at", report.at());
  }

  @Override
  public String getTypeName() {
    return "carillon.BridgeReport";
  }

  @Override
  public Class<BridgeReport> getCompactClass() {
    return BridgeReport.class;
  }
}
