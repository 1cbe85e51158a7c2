package io.carillon.call;

import io.carillon.call.core.Call;
import io.carillon.protocol.contract.Notice;
import java.util.List;

/**
 * What a command came to, its effects carried out.
 *
 * @param call the outline of the call, or null if there is none
 * @param notices what concerns the session that asked, to follow its reply
 */
record Outcome(Call call, List<Notice> notices) {
  Outcome {
    notices = List.copyOf(notices);
  }
}
