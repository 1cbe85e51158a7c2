package io.carillon.call.store;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.carillon.call.core.Call;

/** What becomes of a call that two halves of a cluster kept for themselves. */
public final class CallMergePolicy
    implements SplitBrainMergePolicy<Call, MergingEntry<Object, Call>, Call> {

  @Override
  public Call merge(MergingEntry<Object, Call> merging, MergingEntry<Object, Call> existing) {
    Call from = merging.getDeserializedValue();
    Call here = existing == null ? null : existing.getDeserializedValue();
    return here == null ? from : here.mergedWith(from);
  }

  @Override
  public void writeData(ObjectDataOutput out) {}

  @Override
  public void readData(ObjectDataInput in) {}
}
