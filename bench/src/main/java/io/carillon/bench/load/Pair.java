package io.carillon.bench.load;

/** Two users who call one another, one call at a time, on one event loop. */
final class Pair implements Peer.Listener {

  private final Peer caller;
  private final Peer callee;
  private final Dialect dialect;
  private Call call;
  private String trouble;

  Pair(Peer caller, Peer callee, Dialect dialect) {
    this.caller = caller;
    this.callee = callee;
    this.dialect = dialect;
    caller.listen(this);
    callee.listen(this);
  }

  /**
   * Starts a call.
   *
   * @throws LoadFailedException if one of the two is no longer connected
   */
  Call call(long intendedNanos, Call.Observer observer) {
    if (trouble != null) {
      throw new LoadFailedException(trouble);
    }
    call = new Call(caller, callee, dialect, intendedNanos, observer);
    call.start();
    return call;
  }

  Peer caller() {
    return caller;
  }

  Peer callee() {
    return callee;
  }

  @Override
  public void onSignal(Peer at, Signal signal, InboundFrame frame) {
    if (call != null) {
      call.onSignal(at, signal, frame);
    }
  }

  @Override
  public void onReply(Peer at, InboundFrame reply) {
    if (call != null) {
      call.onReply(at, reply);
    }
  }

  @Override
  public void onTrouble(Peer at, String what) {
    trouble = what;
    if (call != null) {
      call.fail(what);
    }
  }
}
