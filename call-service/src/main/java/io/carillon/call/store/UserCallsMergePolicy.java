package io.carillon.call.store;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;

/**
 * What becomes of a line that two halves of a cluster kept for themselves: every claim counts, for
 * one that has no ground is repaired by whoever meets it.
 */
public final class UserCallsMergePolicy
    implements SplitBrainMergePolicy<UserCalls, MergingEntry<Object, UserCalls>, UserCalls> {

  @Override
  public UserCalls merge(
      MergingEntry<Object, UserCalls> merging, MergingEntry<Object, UserCalls> existing) {
    UserCalls from = merging.getDeserializedValue();
    UserCalls here = existing == null ? null : existing.getDeserializedValue();
    return here == null ? from : here.mergedWith(from);
  }

  @Override
  public void writeData(ObjectDataOutput out) {}

  @Override
  public void readData(ObjectDataInput in) {}
}
