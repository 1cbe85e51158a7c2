package io.carillon.bench.load;

import java.util.UUID;

/**
 * One call: invite with the offer and five candidates at once, accept with the answer and five
 * candidates, and, when each side has the other's, a hangup. Lives on the event loop of its peers.
 *
 * <p>It is over when both sides know and each request has its reply, as far as the server's {@link
 * Dialect} has that.
 */
final class Call {

  /** Gets a call's milestones, on its event loop. */
  interface Observer {

    /** The callee has the offer. */
    void offerDelivered(Call call);

    /** The answer and the first candidates have arrived on both sides. */
    void established(Call call);

    /** A later candidate has arrived. */
    void candidateDelivered(Call call, boolean atCallee);

    /**
     * The call is over.
     *
     * @param failure what went wrong, or null
     */
    void over(Call call, String failure);
  }

  private final Peer caller;
  private final Peer callee;
  private final Dialect dialect;
  private final long intendedNanos;
  private final Observer observer;
  private final String callId = UUID.randomUUID().toString();
  private final long callerFirst;
  private final long calleeFirst;

  private int pendingReplies;
  private boolean offered;
  private boolean answered;
  private boolean established;
  private boolean hungUp;
  private boolean over;
  private int atCaller;
  private int atCallee;
  private int ended;
  private int candidates;

  /**
   * @param intendedNanos when the call had to start by {@link System#nanoTime()}, whenever it does
   */
  Call(Peer caller, Peer callee, Dialect dialect, long intendedNanos, Observer observer) {
    this.caller = caller;
    this.callee = callee;
    this.dialect = dialect;
    this.intendedNanos = intendedNanos;
    this.observer = observer;
    this.callerFirst = caller.nextNumber();
    this.calleeFirst = callee.nextNumber();
  }

  long intendedNanos() {
    return intendedNanos;
  }

  boolean isOver() {
    return over;
  }

  boolean isEstablished() {
    return established;
  }

  void start() {
    String id = request(caller, RequestType.INVITE);
    caller.send(Frames.invite(id, callId, callee.userId()));
    for (int i = 0; i < Frames.CANDIDATES_PER_SIDE; i++) {
      sendCandidate(false);
    }
  }

  /** Sends one more candidate, to the callee or from it. */
  void sendCandidate(boolean fromCallee) {
    Peer from = fromCallee ? callee : caller;
    Peer to = fromCallee ? caller : callee;
    String id = request(from, RequestType.CANDIDATES);
    boolean toDevice = fromCallee || answered;
    from.send(Frames.candidate(id, callId, to.userId(), toDevice, candidates++));
  }

  void hangUp() {
    hungUp = true;
    String id = request(caller, RequestType.HANGUP);
    caller.send(Frames.hangup(id, callId, callee.userId()));
  }

  void onSignal(Peer at, Signal signal, InboundFrame frame) {
    if (over || !callId.equals(frame.callId())) {
      return;
    }
    switch (signal) {
      case OFFER -> offerArrived();
      case ANSWER -> answered = true;
      case CANDIDATES -> candidateArrived(at == callee);
      case ENDED -> endArrived();
      case REFUSED -> fail("the call was refused by " + frame.type());
      case OTHER -> {}
    }
    advance();
  }

  void onReply(Peer at, InboundFrame reply) {
    if (over || RequestType.numberOf(reply.id()) < (at == caller ? callerFirst : calleeFirst)) {
      return;
    }
    if (reply.errorCode() != null) {
      fail(RequestType.ofId(reply.id()).wireName() + " got error " + reply.errorCode());
      return;
    }
    pendingReplies--;
    advance();
  }

  /** Ends the call as failed, and asks the server to forget it. */
  void fail(String what) {
    if (over) {
      return;
    }
    over = true;
    caller.send(Frames.hangup(caller.newId(RequestType.HANGUP), callId, callee.userId()));
    observer.over(this, what);
  }

  /** What the call still waits for, to be said when it takes too long. */
  String describeWait() {
    if (!offered) {
      return "the offer";
    }
    if (!answered) {
      return "the answer";
    }
    if (!established) {
      return "candidates, " + atCallee + " at the callee and " + atCaller + " at the caller";
    }
    return hungUp
        ? ended + " of " + dialect.endings() + " ends and " + pendingReplies + " replies"
        : "its hangup";
  }

  private String request(Peer from, RequestType type) {
    if (dialect.replies()) {
      pendingReplies++;
    }
    return from.newId(type);
  }

  private void offerArrived() {
    if (offered) {
      fail("the offer came twice");
      return;
    }
    offered = true;
    observer.offerDelivered(this);
    String id = request(callee, RequestType.ACCEPT);
    callee.send(Frames.accept(id, callId, caller.userId()));
    for (int i = 0; i < Frames.CANDIDATES_PER_SIDE; i++) {
      sendCandidate(true);
    }
  }

  private void candidateArrived(boolean isAtCallee) {
    if (established) {
      observer.candidateDelivered(this, isAtCallee);
    } else if (isAtCallee) {
      atCallee++;
    } else {
      atCaller++;
    }
  }

  private void endArrived() {
    ended++;
    if (!hungUp) {
      fail("the call ended by itself");
    }
  }

  private void advance() {
    if (over) {
      return;
    }
    if (!established
        && answered
        && atCaller == Frames.CANDIDATES_PER_SIDE
        && atCallee == Frames.CANDIDATES_PER_SIDE) {
      established = true;
      observer.established(this);
    }
    if (hungUp && ended == dialect.endings() && pendingReplies == 0) {
      over = true;
      observer.over(this, null);
    }
  }
}
