package io.carillon.call.core;

import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.Topology;
import io.carillon.protocol.TopologyWish;
import io.carillon.protocol.contract.BridgeSupply;
import io.carillon.protocol.event.MediaEvent;
import java.util.List;
import java.util.Set;

/** When the media of a call moves onto a videobridge, to another one, and back. */
final class PathSteps {
  /** Each party sends to each other: beyond so many a mesh costs more than most uplinks have. */
  static final int MESH = 4;

  /** How long a call waits before a bridge is looked for again. */
  static final long RENEW_MS = 5_000;

  private PathSteps() {}

  /** Why a call of that wish can't be made, or null if it can. */
  static Decision refusal(TopologyWish wish, MediaTerms terms) {
    if (wish != TopologyWish.SFU || terms.haveBridge()) {
      return null;
    }
    return terms.bridges() == BridgeSupply.NONE
        ? Decision.refused(null, ErrorCode.NO_SFU, "topology: no videobridge is configured")
        : Decision.refused(
            null, ErrorCode.SFU_UNAVAILABLE, "topology: no videobridge can be reached");
  }

  /** Why nobody more can enter, or null if there is room. */
  static Decision refusalIfFull(Call call, MediaTerms terms) {
    MediaPath path = call.path();
    boolean bridged = path.isOnBridge() || (path.wish() == TopologyWish.AUTO && terms.haveBridge());
    int most = bridged ? terms.mostParties() : MESH;
    if (call.parties().stream().filter(Party::isIn).count() < most) {
      return null;
    }
    return Decision.refused(
        call,
        ErrorCode.TOO_MANY_PARTIES,
        "the call has "
            + most
            + " parties, as many as there can be"
            + (bridged ? "" : " without a videobridge"));
  }

  /** Somebody has entered: from the third on a bridge serves all of them better. */
  static void grown(Draft draft, MediaTerms terms) {
    MediaPath path = draft.path();
    boolean moves =
        path.topology() == Topology.DIRECT
            && path.wish() == TopologyWish.AUTO
            && !path.isForFew(draft.count(Party::isIn))
            && terms.haveBridge();
    if (moves) {
      go(draft, path.overBridge(terms));
    }
  }

  /**
   * The bridge of an epoch carries the call no more, or none could be had. An adapter that tells
   * what is no news has missed how the call stands.
   */
  static Decision lost(Call call, CallCommand.BridgeLost command, MediaTerms terms) {
    MediaPath path = call.path();
    boolean carried = !call.isEnded() && path.isOnBridge() && !path.isInterrupted();
    if (!carried || path.epoch() != command.epoch()) {
      return new Decision(call, false, null, List.of(), Set.of(Consequence.MEDIA_SESSION));
    }
    Draft draft = new Draft(call, command.now());
    renew(draft, terms, command.renew() && terms.haveBridge());
    return draft.decision();
  }

  /** What was waited for has come. */
  static void timeIsUp(Draft draft, MediaTerms terms) {
    MediaPath path = draft.path();
    if (draft.isOver() || path.deadline() > draft.now()) {
      return;
    }
    if (path.isInterrupted() && path.renewAt() <= draft.now()) {
      renew(draft, terms, terms.haveBridge());
    } else if (path.isForFew(draft.count(Party::isIn))) {
      go(draft, path.direct());
    }
  }

  /** Another bridge, or as many as a mesh can have go on without; else the call waits for one. */
  private static void renew(Draft draft, MediaTerms terms, boolean haveBridge) {
    MediaPath path = draft.path();
    long in = draft.count(Party::isIn);
    if (haveBridge && !path.isForFew(in)) {
      go(draft, path.overBridge(terms));
    } else if (path.wish() == TopologyWish.AUTO && in <= MESH) {
      go(draft, path.direct());
    } else {
      boolean known = path.isInterrupted();
      draft.take(path.interrupted(draft.now() + RENEW_MS));
      if (!known) {
        announce(draft);
      }
    }
  }

  private static void go(Draft draft, MediaPath next) {
    draft.take(next);
    announce(draft);
  }

  private static void announce(Draft draft) {
    MediaPath path = draft.path();
    draft.announce(
        new MediaEvent.TopologyChanged(
            draft.callId(),
            draft.version(),
            path.topology(),
            path.epoch(),
            path.isInterrupted() ? true : null),
        draft.inCall());
    draft.follow(Consequence.MEDIA_SESSION);
  }
}
