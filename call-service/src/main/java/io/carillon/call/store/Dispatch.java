package io.carillon.call.store;

import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionRef;
import java.util.List;

/** An encoded event and the sessions that it is for. */
public record Dispatch(Notice notice, List<SessionRef> to) {
  public Dispatch {
    to = List.copyOf(to);
  }
}
