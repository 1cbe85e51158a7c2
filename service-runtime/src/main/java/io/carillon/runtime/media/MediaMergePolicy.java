package io.carillon.runtime.media;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingEntry;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;

/**
 * What becomes of a call's media that two halves of a cluster kept for themselves: over is over,
 * else the later one holds. Where the call itself turns out otherwise, call-service says so.
 */
public final class MediaMergePolicy
    implements SplitBrainMergePolicy<MediaRecord, MergingEntry<Object, MediaRecord>, MediaRecord> {

  @Override
  public MediaRecord merge(
      MergingEntry<Object, MediaRecord> merging, MergingEntry<Object, MediaRecord> existing) {
    MediaRecord from = merging.getDeserializedValue();
    MediaRecord here = existing == null ? null : existing.getDeserializedValue();
    return here == null ? from : here.mergedWith(from);
  }

  @Override
  public void writeData(ObjectDataOutput out) {}

  @Override
  public void readData(ObjectDataInput in) {}
}
