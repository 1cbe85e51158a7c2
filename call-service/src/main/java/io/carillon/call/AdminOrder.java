package io.carillon.call;

import io.carillon.call.admin.NewCall;
import io.carillon.call.core.Muting;
import io.carillon.protocol.contract.CallKey;
import io.carillon.protocol.contract.Contract;
import io.carillon.protocol.view.CallView;
import java.util.List;

/** What an administrator wants done to a call, asked of the node of the call. */
sealed interface AdminOrder {
  /** Asked within call-service only; the answer is the call after that. */
  Contract<AdminOrder, CallView> CONTRACT =
      new Contract<>("call.admin", AdminOrder.class, CallView.class, 12);

  /** The tenant. */
  String app();

  String callId();

  /** The key of the call. */
  default String key() {
    return CallKey.of(app(), callId());
  }

  /** Makes the call and has everybody rung. */
  record Convene(String callId, NewCall call) implements AdminOrder {
    @Override
    public String app() {
      return call.app();
    }
  }

  /** Has more users rung. */
  record Summon(String app, String callId, List<String> to) implements AdminOrder {
    public Summon {
      to = List.copyOf(to);
    }
  }

  /** Takes a user out. */
  record Remove(String app, String callId, String userId) implements AdminOrder {}

  /** Keeps a user from sending, or lets the user send again. */
  record Silence(String app, String callId, String userId, Muting muting) implements AdminOrder {}

  /** Ends the call. */
  record End(String app, String callId) implements AdminOrder {}
}
