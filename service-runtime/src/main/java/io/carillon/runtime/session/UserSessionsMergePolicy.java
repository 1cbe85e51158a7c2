package io.carillon.runtime.session;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;

/**
 * What becomes of the sessions of a user that two halves of a cluster kept for themselves. Each
 * edge of the smaller one states its own again afterwards.
 */
public final class UserSessionsMergePolicy
    implements SplitBrainMergePolicy<
        UserSessions, MergingEntry<Object, UserSessions>, UserSessions> {

  @Override
  public UserSessions merge(
      MergingEntry<Object, UserSessions> merging, MergingEntry<Object, UserSessions> existing) {
    UserSessions from = merging.getDeserializedValue();
    UserSessions here = existing == null ? null : existing.getDeserializedValue();
    return here == null ? from : here.mergedWith(from);
  }

  @Override
  public void writeData(ObjectDataOutput out) {}

  @Override
  public void readData(ObjectDataInput in) {}
}
