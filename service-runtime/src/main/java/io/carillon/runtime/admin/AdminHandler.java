package io.carillon.runtime.admin;

import io.vertx.core.Future;

/** Answers the requests of one route. Called on an event loop, which it must not block. */
@FunctionalInterface
public interface AdminHandler {
  /**
   * Answers.
   *
   * @return the answer; fails with {@link io.carillon.protocol.ProtocolException}, which it may
   *     throw as well, if the request is refused
   */
  Future<AdminAnswer> answer(AdminRequest request);
}
