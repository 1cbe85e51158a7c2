package io.carillon.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Candidates within calls that stay. Closed loop: each direction keeps a number of them in flight.
 * Open loop: arrivals go round the pairs, to and fro.
 */
final class MessageLoad extends LaneLoad {

  private final List<Slot> slots;
  private final Tally tally;
  private final int window;
  private final Promise<Void> allEstablished = Promise.promise();
  private int arrivals;

  /**
   * @param window candidates in flight for each direction, or 0 for the open loop
   */
  MessageLoad(Lane lane, List<Pair> pairs, Tally tally, int window) {
    super(lane);
    this.slots = pairs.stream().map(Slot::new).toList();
    this.tally = tally;
    this.window = window;
  }

  @Override
  Future<Void> start() {
    slots.forEach(Slot::begin);
    return allEstablished.future();
  }

  @Override
  void arrive(long intendedNanos) {
    int turn = arrivals++;
    boolean fromCallee = turn / slots.size() % 2 == 1;
    slots.get(turn % slots.size()).send(fromCallee, intendedNanos);
  }

  @Override
  void windDown() {
    slots.forEach(Slot::hangUpWhenIdle);
  }

  @Override
  boolean isQuiet() {
    return slots.stream().allMatch(slot -> slot.call.isOver());
  }

  @Override
  void failWhatIsStuck(long nowNanos) {
    slots.forEach(slot -> slot.failIfStuck(nowNanos));
  }

  @Override
  void abandon(long nowNanos) {
    slots.forEach(slot -> slot.abandon(nowNanos));
  }

  private final class Slot implements Call.Observer {

    private final Pair pair;
    private final Queue<Long> toCallee = new ArrayDeque<>();
    private final Queue<Long> toCaller = new ArrayDeque<>();
    private Call call;
    private long begunNanos;
    private boolean hungUp;

    Slot(Pair pair) {
      this.pair = pair;
    }

    void begin() {
      if (isStopping()) {
        checkQuiet();
        return;
      }
      begunNanos = System.nanoTime();
      hungUp = false;
      try {
        call = pair.call(begunNanos, this);
      } catch (LoadFailedException e) {
        tally.fatal(e.getMessage());
      }
    }

    void send(boolean fromCallee, long intendedNanos) {
      if (call.isOver() || !call.isEstablished()) {
        tally.unserved(intendedNanos, System.nanoTime());
        return;
      }
      (fromCallee ? toCaller : toCallee).add(intendedNanos);
      call.sendCandidate(fromCallee);
    }

    void hangUpWhenIdle() {
      if (!hungUp
          && call.isEstablished()
          && !call.isOver()
          && toCallee.isEmpty()
          && toCaller.isEmpty()) {
        hungUp = true;
        begunNanos = System.nanoTime();
        call.hangUp();
      }
    }

    void failIfStuck(long nowNanos) {
      if (!call.isOver() && nowNanos - oldest(nowNanos) > PATIENCE_NANOS) {
        call.fail("no progress, waiting for candidates or " + call.describeWait());
      }
    }

    void abandon(long nowNanos) {
      for (Queue<Long> queue : List.of(toCallee, toCaller)) {
        queue.forEach(intended -> tally.unserved(intended, nowNanos));
        queue.clear();
      }
    }

    private long oldest(long nowNanos) {
      if (!call.isEstablished() || hungUp) {
        return begunNanos;
      }
      long callee = toCallee.isEmpty() ? nowNanos : toCallee.element();
      long caller = toCaller.isEmpty() ? nowNanos : toCaller.element();
      return Math.min(callee, caller);
    }

    @Override
    public void offerDelivered(Call at) {}

    @Override
    public void established(Call at) {
      for (int i = 0; i < window && !isStopping(); i++) {
        send(false, System.nanoTime());
        send(true, System.nanoTime());
      }
      if (slots.stream().allMatch(slot -> slot.call.isEstablished())) {
        allEstablished.tryComplete();
      }
      if (isStopping()) {
        execute(this::hangUpWhenIdle);
      }
    }

    @Override
    public void candidateDelivered(Call at, boolean atCallee) {
      long now = System.nanoTime();
      tally.delivered((atCallee ? toCallee : toCaller).remove(), now);
      tally.completed();
      if (isStopping()) {
        hangUpWhenIdle();
      } else if (window > 0) {
        send(!atCallee, now);
      }
    }

    @Override
    public void over(Call at, String failure) {
      if (failure != null) {
        tally.failed(failure);
        abandon(System.nanoTime());
        afterRecovery(this::begin);
      }
      execute(MessageLoad.this::checkQuiet);
    }
  }
}
