package io.carillon.call;

import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.contract.UserRef;
import io.carillon.runtime.ServiceContext;
import io.vertx.core.Future;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds users who count as online and have no session: their edge died before it could say that
 * they went. presence-service is asked to look at them. Each node that holds data looks after the
 * users whose records it owns.
 *
 * <p>Confined to one context.
 */
final class Absentees {
  private static final Logger log = LoggerFactory.getLogger(Absentees.class);

  private final ServiceContext context;

  Absentees(ServiceContext context) {
    this.context = context;
  }

  /** Looks for them; succeeds with whether presence-service looked at all of them; never fails. */
  Future<Boolean> look() {
    return context
        .presence()
        .online()
        .compose(users -> check(users.iterator(), true))
        .otherwise(
            problem -> {
              log.atWarn().setCause(problem).log("absent users were not looked for");
              return false;
            });
  }

  private Future<Boolean> check(Iterator<UserRef> users, boolean all) {
    if (!users.hasNext()) {
      return Future.succeededFuture(all);
    }
    return check(users.next()).transform(checked -> check(users, all && checked.succeeded()));
  }

  private Future<?> check(UserRef user) {
    return context
        .sessions()
        .of(user)
        .compose(
            found ->
                found.sessions().isEmpty()
                    ? Addressed.ask(context, Contract.PRESENCE_CHECK, user.key(), user)
                    : Future.succeededFuture());
  }
}
