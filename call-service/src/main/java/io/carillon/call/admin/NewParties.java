package io.carillon.call.admin;

import io.carillon.protocol.Check;
import io.carillon.protocol.Limits;
import java.util.List;

/**
 * Users who are to be rung into a call.
 *
 * @param to those to ring
 */
record NewParties(List<String> to) {
  NewParties {
    to = List.copyOf(Check.users("to", to, Limits.MAX_INVITEES));
  }
}
