package io.carillon.call.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import org.junit.jupiter.api.Test;

class StoreFailureTest {
  @Test
  void aStepWithoutAnAnswerOrACopyMayHaveBeenCarriedOut() {
    assertThat(StoreFailure.isUncertain(new IndeterminateOperationStateException("no copy")))
        .isTrue();
    assertThat(StoreFailure.isUncertain(new MemberLeftException("gone"))).isTrue();
    assertThat(StoreFailure.isUncertain(new OperationTimeoutException("late"))).isTrue();
  }

  @Test
  void aStepThatWasRefusedWasNot() {
    assertThat(StoreFailure.isUncertain(new SplitBrainProtectionException("too few"))).isFalse();
    assertThat(StoreFailure.isUncertain(new HazelcastInstanceNotActiveException("over"))).isFalse();
  }
}
