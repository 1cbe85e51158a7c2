package io.carillon.call.store;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;
import io.carillon.call.core.Call;
import io.carillon.call.core.CallCommand;
import io.carillon.call.core.CallStateMachine;
import io.carillon.call.core.CommandKind;
import io.carillon.call.core.Decision;
import io.carillon.call.core.MediaTerms;
import io.carillon.protocol.Json;
import io.carillon.protocol.contract.BridgeSupply;
import io.carillon.runtime.cluster.LaterFields;
import java.io.Serial;
import java.util.Map;

/**
 * One command on a stored call, carried out where the call is. Events are encoded here, once for
 * all who get them.
 *
 * @param terms how media could flow when the command was given
 * @param backup whether this runs on a backup: the same decision, and nobody to tell
 * @param again whether it may have been carried out before without its copy having been kept: then
 *     the call is written even where nothing changes, so that the answer waits for the copy
 */
record CallStep(CallCommand command, MediaTerms terms, boolean backup, boolean again)
    implements EntryProcessor<String, Call, StepResult> {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public StepResult process(Map.Entry<String, Call> entry) {
    Call before = entry.getValue();
    Decision decision = CallStateMachine.decide(before, command, terms);
    if (decision.changes() || (again && before != null)) {
      entry.setValue(decision.after());
    }
    return backup ? null : StepResult.of(before, decision);
  }

  @Override
  public EntryProcessor<String, Call, StepResult> getBackupProcessor() {
    return new CallStep(command, terms, true, again);
  }

  static final class Serializer implements CompactSerializer<CallStep> {
    @Override
    public CallStep read(CompactReader reader) {
      CommandKind kind = CommandKind.of(reader.readString("kind"));
      return new CallStep(
          Json.decode(reader.readString("command"), kind.type()),
          terms(new LaterFields(reader)),
          reader.readBoolean("backup"),
          new LaterFields(reader).flag("again"));
    }

    /** A node of an earlier version knows of no bridges. */
    private static MediaTerms terms(LaterFields fields) {
      String bridges = fields.text("bridges");
      return new MediaTerms(
          bridges == null ? BridgeSupply.NONE : BridgeSupply.valueOf(bridges),
          (int) fields.number("mostParties", 0),
          fields.number("directAfterMs", 0));
    }

    @Override
    public void write(CompactWriter writer, CallStep step) {
      writer.writeString("kind", CommandKind.of(step.command).code());
      writer.writeString("command", Json.encode(step.command));
      writer.writeString("bridges", step.terms.bridges().name());
      writer.writeInt64("mostParties", step.terms.mostParties());
      writer.writeInt64("directAfterMs", step.terms.directAfterMs());
      writer.writeBoolean("backup", step.backup);
      writer.writeBoolean("again", step.again);
    }

    @Override
    public String getTypeName() {
      return "carillon.CallStep";
    }

    @Override
    public Class<CallStep> getCompactClass() {
      return CallStep.class;
    }
  }
}
