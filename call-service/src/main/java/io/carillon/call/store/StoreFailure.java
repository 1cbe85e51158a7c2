package io.carillon.call.store;

import com.hazelcast.core.IndeterminateOperationState;
import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.core.OperationTimeoutException;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients see when the store does not answer. */
final class StoreFailure {
  private static final Logger log = LoggerFactory.getLogger(StoreFailure.class);

  private StoreFailure() {}

  /** Whether what was asked may have been done all the same, or done without a copy of it. */
  static boolean isUncertain(Throwable problem) {
    return problem instanceof IndeterminateOperationStateException
        || problem instanceof IndeterminateOperationState
        || problem instanceof OperationTimeoutException;
  }

  static <T> Future<T> asUnavailable(Throwable problem) {
    log.atWarn().setCause(problem).log("the store did not carry out a step");
    return Future.failedFuture(
        new ProtocolException(ErrorCode.UNAVAILABLE, "the store of calls did not answer"));
  }
}
