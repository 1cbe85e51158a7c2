package io.carillon.bench.load;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Whole calls. Closed loop: each pair begins its next call when the last one is over. Open loop: an
 * arrival takes a free pair, or waits for one while its time runs.
 */
final class CallLoad extends LaneLoad {

  private final List<Slot> slots;
  private final Tally tally;
  private final boolean openLoop;
  private final Queue<Slot> free = new ArrayDeque<>();
  private final Queue<Long> waiting = new ArrayDeque<>();

  CallLoad(Lane lane, List<Pair> pairs, Tally tally, boolean openLoop) {
    super(lane);
    this.slots = pairs.stream().map(Slot::new).toList();
    this.tally = tally;
    this.openLoop = openLoop;
  }

  @Override
  Future<Void> start() {
    slots.forEach(this::next);
    return Future.succeededFuture();
  }

  @Override
  void arrive(long intendedNanos) {
    Slot slot = free.poll();
    if (slot == null) {
      waiting.add(intendedNanos);
    } else {
      slot.begin(intendedNanos);
    }
  }

  @Override
  void windDown() {}

  @Override
  boolean isQuiet() {
    return free.size() == slots.size();
  }

  @Override
  void failWhatIsStuck(long nowNanos) {
    slots.forEach(slot -> slot.failIfStuck(nowNanos));
  }

  @Override
  void abandon(long nowNanos) {
    for (Long intended = waiting.poll(); intended != null; intended = waiting.poll()) {
      tally.unserved(intended, nowNanos);
    }
  }

  private void next(Slot slot) {
    Long intended = openLoop ? waiting.poll() : nowUnlessStopping();
    if (intended == null) {
      free.add(slot);
      checkQuiet();
    } else {
      slot.begin(intended);
    }
  }

  private Long nowUnlessStopping() {
    return isStopping() ? null : Long.valueOf(System.nanoTime());
  }

  private final class Slot implements Call.Observer {

    private final Pair pair;
    private Call call;
    private long begunNanos;

    Slot(Pair pair) {
      this.pair = pair;
    }

    void begin(long intendedNanos) {
      begunNanos = System.nanoTime();
      try {
        call = pair.call(intendedNanos, this);
      } catch (LoadFailedException e) {
        tally.fatal(e.getMessage());
      }
    }

    void failIfStuck(long nowNanos) {
      if (call != null && !call.isOver() && nowNanos - begunNanos > PATIENCE_NANOS) {
        call.fail("no progress, waiting for " + call.describeWait());
      }
    }

    @Override
    public void offerDelivered(Call at) {
      tally.delivered(at.intendedNanos(), System.nanoTime());
    }

    @Override
    public void established(Call at) {
      at.hangUp();
    }

    @Override
    public void candidateDelivered(Call at, boolean atCallee) {
      throw new IllegalStateException("a call of this load has no later candidates");
    }

    @Override
    public void over(Call at, String failure) {
      if (failure != null) {
        tally.failed(failure);
        afterRecovery(() -> next(this));
        return;
      }
      tally.completed();
      // Not from within the frame that ended the call: the stack would grow with each call.
      execute(() -> next(this));
    }
  }
}
