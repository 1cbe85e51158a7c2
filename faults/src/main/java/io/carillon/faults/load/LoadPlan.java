package io.carillon.faults.load;

import io.carillon.faults.load.CallPlan.Course;
import io.carillon.faults.load.CallPlan.Mishap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Who there is and who calls whom when. The same seed makes the same plan.
 *
 * @param devices how many devices each user has
 * @param calls in the order of their starts
 */
record LoadPlan(List<Integer> devices, List<CallPlan> calls) {
  private static final double SHARE_WITH_MISHAP = 0.15;
  private static final List<Mishap> MISHAPS =
      List.of(
          Mishap.CALLER_RESUMES,
          Mishap.CALLER_BEGINS_ANEW,
          Mishap.CALLEE_RESUMES,
          Mishap.CALLEE_BEGINS_ANEW);

  LoadPlan {
    devices = List.copyOf(devices);
    calls = List.copyOf(calls);
  }

  /**
   * Makes a plan.
   *
   * @param clients how many devices there are together, two or more
   * @param perSecond calls that are made in a second, at times drawn at random
   * @param lastMs when the last one may be made
   */
  static LoadPlan of(long seed, int clients, double perSecond, long lastMs) {
    Random random = new Random(seed);
    List<Integer> devices = devices(random, clients);
    List<CallPlan> calls = new ArrayList<>();
    double at = 0;
    while (true) {
      at += -Math.log(1 - random.nextDouble()) * 1000 / perSecond;
      if (at > lastMs) {
        return new LoadPlan(devices, calls);
      }
      calls.add(call(random, devices, (long) at));
    }
  }

  /** Two users and as many devices at least; the rest has one or two each. */
  private static List<Integer> devices(Random random, int clients) {
    List<Integer> devices = new ArrayList<>(List.of(1));
    int left = clients - 1;
    while (left > 0) {
      int count = left == 1 ? 1 : 1 + random.nextInt(2);
      devices.add(count);
      left -= count;
    }
    return devices;
  }

  private static CallPlan call(Random random, List<Integer> devices, long startMs) {
    int caller = random.nextInt(devices.size());
    int callee = (caller + 1 + random.nextInt(devices.size() - 1)) % devices.size();
    return new CallPlan(
        new UUID(random.nextLong(), random.nextLong()).toString(),
        startMs,
        caller,
        random.nextInt(devices.get(caller)),
        callee,
        random.nextInt(devices.get(callee)),
        course(random),
        200 + random.nextLong(1_000),
        300 + random.nextLong(3_200),
        random.nextBoolean(),
        mishap(random),
        100 + random.nextLong(3_000));
  }

  private static Course course(Random random) {
    int share = random.nextInt(100);
    if (share < 45) {
      return Course.ANSWERED;
    } else if (share < 60) {
      return Course.RACED;
    } else if (share < 70) {
      return Course.DECLINED;
    } else if (share < 75) {
      return Course.BUSY;
    } else if (share < 88) {
      return Course.CANCELLED;
    }
    return Course.MISSED;
  }

  private static Mishap mishap(Random random) {
    if (random.nextDouble() >= SHARE_WITH_MISHAP) {
      return Mishap.NONE;
    }
    return MISHAPS.get(random.nextInt(MISHAPS.size()));
  }
}
