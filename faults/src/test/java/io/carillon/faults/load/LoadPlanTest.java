package io.carillon.faults.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.faults.load.CallPlan.Course;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LoadPlanTest {
  private static final int CLIENTS = 100;
  private static final long LAST_MS = 600_000;

  private final LoadPlan plan = LoadPlan.of(7, CLIENTS, 5, LAST_MS);

  @Test
  void theSameSeedMakesTheSamePlanAndAnotherSeedAnother() {
    assertThat(LoadPlan.of(7, CLIENTS, 5, LAST_MS)).isEqualTo(plan);
    assertThat(LoadPlan.of(8, CLIENTS, 5, LAST_MS)).isNotEqualTo(plan);
  }

  @Test
  void thereAreAsManyDevicesAsWantedOneOrTwoForEachUser() {
    assertThat(plan.devices()).allMatch(count -> count == 1 || count == 2);
    assertThat(plan.devices().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CLIENTS);
  }

  @Test
  void callsComeAtTheRateInTheOrderOfTheirStartsAndGoEveryCourse() {
    assertThat(plan.calls()).hasSizeBetween(2_700, 3_300);
    assertThat(plan.calls()).extracting(CallPlan::startMs).isSorted();
    assertThat(plan.calls())
        .extracting(CallPlan::course)
        .containsAll(Arrays.asList(Course.values()));
  }

  @Test
  void nobodyCallsThemselvesAndEveryDeviceIsThere() {
    assertThat(plan.calls()).noneMatch(call -> call.caller() == call.callee());
    assertThat(plan.calls())
        .allMatch(call -> call.callerDevice() < plan.devices().get(call.caller()))
        .allMatch(call -> call.calleeDevice() < plan.devices().get(call.callee()));
  }
}
