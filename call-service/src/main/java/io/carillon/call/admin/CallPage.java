package io.carillon.call.admin;

import io.carillon.call.core.Call;
import io.carillon.protocol.view.CallView;
import java.util.List;

/**
 * Some of the calls.
 *
 * @param next the {@code after} of the next page, or null if there is none
 */
record CallPage(List<Entry> calls, String next) {
  CallPage {
    calls = List.copyOf(calls);
  }

  /** A call and its tenant. */
  record Entry(String app, CallView call) {}

  /** A page out of what was found for one more than it may have. */
  static CallPage of(List<Call> found, int limit) {
    List<Call> page = found.size() > limit ? found.subList(0, limit) : found;
    return new CallPage(
        page.stream().map(call -> new Entry(call.app(), call.view())).toList(),
        found.size() > limit ? page.getLast().key() : null);
  }
}
