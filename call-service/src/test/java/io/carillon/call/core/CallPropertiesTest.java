package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.call.core.CallCommand.Line;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.MediaFlags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every sequence of commands, in any interleaving and with any duplicates. */
class CallPropertiesTest {
  private static final List<SessionRef> SESSIONS =
      List.of(
          Story.ALICE,
          Story.ALICE_RELOADED,
          Story.ALICE_TABLET,
          Story.BOB,
          Story.session("bob", "phone", "b1-reloaded"),
          Story.BOB_TABLET,
          Story.CAROL);

  /** A command without its time. */
  record Step(String name, SessionRef who, LongFunction<CallCommand> command) {
    @Override
    public String toString() {
      return who.sessionId() + ' ' + name;
    }
  }

  /** A command and how long after the one before it comes, in milliseconds. */
  record Timed(Step step, long afterMs) {
    CallCommand at(long now) {
      return step.command().apply(now);
    }
  }

  @Property
  void noSequenceBreaksACall(@ForAll("steps") List<Timed> steps) {
    CallWitness witness = new CallWitness();
    long now = 1_000_000;
    for (Timed timed : steps) {
      now += timed.afterMs();
      witness.see(timed.at(now));
    }
  }

  @Property
  void everyCallEndsOnceAndIsForgotten(@ForAll("steps") List<Timed> steps) {
    CallWitness witness = new CallWitness();
    long now = 1_000_000;
    witness.see(create(Story.ALICE, now));
    for (Timed timed : steps) {
      now += timed.afterMs();
      witness.see(timed.at(now));
    }
    for (SessionRef session : SESSIONS) {
      witness.see(new CallCommand.SessionLost(session, Story.GRACE_MS, now));
    }
    for (int ticks = 0; witness.call() != null && ticks < 4; ticks++) {
      assertThat(witness.call().deadline()).isLessThan(Call.NEVER);
      now = Math.max(now, witness.call().deadline());
      witness.see(new CallCommand.Tick(now));
    }
    assertThat(witness.call()).isNull();
    assertThat(witness.ends()).isPositive().isEqualTo(witness.births());
  }

  @Provide
  Arbitrary<List<Timed>> steps() {
    Arbitrary<Long> pauses =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(0, 500)),
            Tuple.of(2, Arbitraries.longs().between(500, 40_000)),
            Tuple.of(1, Arbitraries.longs().between(40_000, 400_000)));
    return Combinators.combine(step(), pauses).as(Timed::new).list().ofMaxSize(40);
  }

  private static Arbitrary<Step> step() {
    return Arbitraries.of(SESSIONS).flatMap(session -> Arbitraries.of(steps(session)));
  }

  private static List<Step> steps(SessionRef who) {
    List<SessionRef> phone = List.of(Story.BOB);
    List<SessionRef> both = List.of(Story.BOB, Story.BOB_TABLET);
    Map<String, LongFunction<CallCommand>> commands = new LinkedHashMap<>();
    commands.put("creates", now -> create(who, now));
    commands.put("free", now -> new CallCommand.Prepared(Line.FREE, phone, false, now));
    commands.put("all free", now -> new CallCommand.Prepared(Line.FREE, both, true, now));
    commands.put("busy", now -> new CallCommand.Prepared(Line.BUSY, List.of(), false, now));
    commands.put("withdrawn", CallCommand.Withdraw::new);
    commands.put("gets", now -> new CallCommand.Get(who, now));
    commands.put("look", CallCommand.Look::new);
    commands.put("rings", now -> new CallCommand.Ringing(who, now));
    commands.put("accepts", now -> new CallCommand.Accept(who, null, Story.ANSWER, now));
    commands.put("rejects", now -> new CallCommand.Reject(who, EndReason.DECLINED, null, now));
    commands.put("hangs up", now -> new CallCommand.Hangup(who, EndReason.HANGUP, null, now));
    commands.put(
        "sets media",
        now ->
            new CallCommand.SetMedia(who, new MediaFlags(now % 2 == 0, true, false, false), now));
    commands.put(
        "connected",
        now ->
            new CallCommand.ReportConnection(
                who, new DeviceRef("bob", null), PeerState.CONNECTED, now));
    commands.put("opens", now -> new CallCommand.SessionOpened(who, now));
    commands.put("drops", now -> new CallCommand.SessionLost(who, Story.GRACE_MS, now));
    commands.put("resumes", now -> new CallCommand.SessionResumed(who, now));
    commands.put("closes", now -> new CallCommand.SessionClosed(who, now));
    commands.put("tick", CallCommand.Tick::new);
    return commands.entrySet().stream()
        .map(entry -> new Step(entry.getKey(), who, entry.getValue()))
        .toList();
  }

  private static CallCommand create(SessionRef who, long now) {
    return new CallCommand.Create(
        who, "call", List.of("bob"), MediaKind.AUDIO, Story.RING_MS, null, Story.OFFER, now);
  }
}
