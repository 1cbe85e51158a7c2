package io.carillon.media;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.request.MediaRequest;
import io.vertx.core.Future;

/** Takes in what clients want to get of calls on a videobridge. */
@FunctionalInterface
interface Reception {
  /** That of an adapter without bridges. */
  Reception WITHOUT_BRIDGES =
      (call, from, wishes) ->
          Future.failedFuture(
              new ProtocolException(
                  ErrorCode.SFU_UNAVAILABLE, "no videobridge can be reached at the moment"));

  /**
   * Takes in the wishes of a party.
   *
   * @param call a call on a bridge
   * @param from a session that is in it
   * @return completes when they count; fails with {@link ProtocolException}
   */
  Future<Void> want(MediaSession call, SessionRef from, MediaRequest.Receive wishes);
}
