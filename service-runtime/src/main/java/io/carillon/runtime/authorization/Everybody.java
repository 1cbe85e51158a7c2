package io.carillon.runtime.authorization;

import io.carillon.protocol.contract.UserRef;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Set;

/** Stands where an app has no hook: everything is allowed. */
final class Everybody implements AuthorizationHook {
  @Override
  public boolean asks() {
    return false;
  }

  @Override
  public Future<Set<String>> mayCall(UserRef from, Collection<String> to) {
    return Future.succeededFuture(Set.copyOf(to));
  }

  @Override
  public Future<Set<String>> maySee(UserRef from, Collection<String> to) {
    return Future.succeededFuture(Set.copyOf(to));
  }
}
