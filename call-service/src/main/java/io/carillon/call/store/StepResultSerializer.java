package io.carillon.call.store;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.call.core.Consequence;
import io.carillon.call.core.Decision;
import io.carillon.protocol.CallState;
import io.carillon.protocol.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

final class StepResultSerializer implements CompactSerializer<StepResult> {
  @Override
  public StepResult read(CompactReader reader) {
    String before = reader.readString("before");
    String code = reader.readString("refusal");
    return new StepResult(
        before == null ? null : CallState.of(before),
        reader.readCompact("after"),
        List.of(reader.readArrayOfString("entered")),
        List.of(reader.readArrayOfString("left")),
        List.of(reader.readArrayOfString("parted")),
        List.of(reader.readArrayOfString("alerting")),
        code == null
            ? null
            : new Decision.Refusal(ErrorCode.of(code), reader.readString("message")),
        List.of(reader.readArrayOfCompact("dispatches", Dispatch.class)),
        Arrays.stream(reader.readArrayOfString("consequences"))
            .map(Consequence::valueOf)
            .collect(Collectors.toSet()));
  }

  @Override
  public void write(CompactWriter writer, StepResult result) {
    Decision.Refusal refusal = result.refusal();
    writer.writeString("before", result.before() == null ? null : result.before().code());
    writer.writeCompact("after", result.after());
    writer.writeArrayOfString("entered", result.entered().toArray(String[]::new));
    writer.writeArrayOfString("left", result.left().toArray(String[]::new));
    writer.writeArrayOfString("parted", result.parted().toArray(String[]::new));
    writer.writeArrayOfString("alerting", result.alerting().toArray(String[]::new));
    writer.writeString("refusal", refusal == null ? null : refusal.code().code());
    writer.writeString("message", refusal == null ? null : refusal.message());
    writer.writeArrayOfCompact("dispatches", result.dispatches().toArray(Dispatch[]::new));
    writer.writeArrayOfString(
        "consequences",
        result.consequences().stream().map(Consequence::name).toArray(String[]::new));
  }

  @Override
  public String getTypeName() {
    return "carillon.CallStepResult";
  }

  @Override
  public Class<StepResult> getCompactClass() {
    return StepResult.class;
  }
}
