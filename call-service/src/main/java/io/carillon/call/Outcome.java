package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.view.CallView;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a command came to, its effects carried out.
 *
 * @param call the outline of the call, or null if there is none
 * @param instead the call that took its place, as clients see it, or null
 * @param notices what concerns the session that asked, to follow its reply
 */
record Outcome(Call call, CallView instead, List<Notice> notices) {
  Outcome {
    notices = List.copyOf(notices);
  }

  Outcome(Call call, List<Notice> notices) {
    this(call, null, notices);
  }

  /** The same, with notices before its own. */
  Outcome after(List<Notice> earlier) {
    return new Outcome(call, instead, Stream.concat(earlier.stream(), notices.stream()).toList());
  }

  /** The same, with the notices of a later one behind its own. */
  Outcome followedBy(Outcome later) {
    return new Outcome(
        call, instead, Stream.concat(notices.stream(), later.notices.stream()).toList());
  }

  /** The same, with notices behind its own, and another call to be shown. */
  Outcome inFavourOf(CallView survivor, List<Notice> later) {
    return new Outcome(call, survivor, Stream.concat(notices.stream(), later.stream()).toList());
  }

  /** What the session that asked is to see. */
  CallView view() {
    return instead == null ? call.view() : instead;
  }
}
