package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.Description;
import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.RawJson;
import io.carillon.protocol.TopologyWish;
import io.carillon.protocol.contract.BridgeSupply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.Tracks;
import java.util.Arrays;
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
  /** The same stories in each build, so that none fails by chance; change it to hear others. */
  private static final String SEED = "4711";

  /** Carol's token lets her send audio alone. */
  private static final SessionRef CAROL = Story.CAROL.publishing(new Tracks(true, false, false));

  private static final List<SessionRef> SESSIONS =
      List.of(
          Story.ALICE,
          Story.ALICE_RELOADED,
          Story.ALICE_TABLET,
          Story.BOB,
          Story.session("bob", "phone", "b1-reloaded"),
          Story.BOB_TABLET,
          CAROL,
          Story.DAVE,
          Story.ERIN);

  /** A command without its time. */
  record Step(String name, SessionRef who, LongFunction<CallCommand> command) {
    @Override
    public String toString() {
      return who.sessionId() + ' ' + name;
    }
  }

  /**
   * A command, how long after the one before it comes, in milliseconds, and whether there is a
   * bridge by then.
   */
  record Timed(Step step, long afterMs, BridgeSupply bridges) {
    MediaTerms terms() {
      return terms(bridges);
    }

    static MediaTerms terms(BridgeSupply bridges) {
      return new MediaTerms(bridges, Story.MOST_ON_BRIDGE, Story.DIRECT_AGAIN_MS);
    }

    CallCommand at(long now) {
      return step.command().apply(now);
    }
  }

  @Property(seed = SEED)
  void noSequenceBreaksACall(@ForAll("steps") List<Timed> steps) {
    CallWitness witness = new CallWitness();
    long now = 1_000_000;
    for (Timed timed : steps) {
      now += timed.afterMs();
      witness.see(timed.at(now), timed.terms());
    }
  }

  @Property(seed = SEED)
  void everyCallEndsOnceAndIsForgotten(
      @ForAll("births") LongFunction<CallCommand> birth, @ForAll("steps") List<Timed> steps) {
    CallWitness witness = new CallWitness();
    long now = 1_000_000;
    witness.see(birth.apply(now), Timed.terms(BridgeSupply.AVAILABLE));
    for (Timed timed : steps) {
      now += timed.afterMs();
      witness.see(timed.at(now), timed.terms());
    }
    for (SessionRef session : SESSIONS) {
      witness.see(
          new CallCommand.SessionLost(session, Story.GRACE_MS, now),
          Timed.terms(BridgeSupply.UNAVAILABLE));
    }
    for (int ticks = 0; witness.call() != null && ticks < 200; ticks++) {
      assertThat(witness.call().deadline()).isLessThan(Call.NEVER);
      now = Math.max(now, witness.call().deadline());
      witness.see(new CallCommand.Tick(now), Timed.terms(BridgeSupply.UNAVAILABLE));
    }
    assertThat(witness.call()).isNull();
    assertThat(witness.ends()).isPositive().isEqualTo(witness.births());
  }

  @Provide
  Arbitrary<LongFunction<CallCommand>> births() {
    return Arbitraries.of(
        now -> create(Story.ALICE, now, "bob"),
        now -> create(Story.ALICE, now, "bob", "carol", "dave"),
        now -> open(Story.ALICE, null, now),
        now -> open(Story.ALICE, TopologyWish.SFU, now),
        now -> convene(Story.ALICE, now));
  }

  @Provide
  Arbitrary<List<Timed>> steps() {
    Arbitrary<Long> pauses =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(0, 500)),
            Tuple.of(2, Arbitraries.longs().between(500, 40_000)),
            Tuple.of(1, Arbitraries.longs().between(40_000, 400_000)));
    Arbitrary<BridgeSupply> bridges =
        Arbitraries.frequency(
            Tuple.of(4, BridgeSupply.AVAILABLE),
            Tuple.of(1, BridgeSupply.UNAVAILABLE),
            Tuple.of(1, BridgeSupply.NONE));
    return Combinators.combine(step(), pauses, bridges).as(Timed::new).list().ofMaxSize(40);
  }

  private static Arbitrary<Step> step() {
    return Arbitraries.of(SESSIONS).flatMap(session -> Arbitraries.of(steps(session)));
  }

  private static List<Step> steps(SessionRef who) {
    Map<String, LongFunction<CallCommand>> commands = new LinkedHashMap<>();
    commands.put(
        "calls bob", now -> create(who, now, "bob", "bob".equals(who.userId()) ? "alice" : "bob"));
    commands.put("calls all", now -> create(who, now, "alice", "bob", "carol", "dave", "erin"));
    commands.put("opens a room", now -> open(who, null, now));
    commands.put("opens a bridged room", now -> open(who, TopologyWish.SFU, now));
    commands.put("opens a direct room", now -> open(who, TopologyWish.DIRECT, now));
    for (int epoch = 0; epoch < 4; epoch++) {
      int lost = epoch;
      commands.put(
          "loses bridge " + epoch, now -> new CallCommand.BridgeLost(lost, now % 2 == 0, now));
    }
    commands.put("is convened", now -> convene(who, now));
    commands.putAll(reached());
    commands.put("withdrawn", CallCommand.Withdraw::new);
    commands.put("gets", now -> new CallCommand.Get(who, now));
    commands.put("look", CallCommand.Look::new);
    commands.put("rings", now -> new CallCommand.Ringing(who, now));
    commands.put("accepts", now -> new CallCommand.Accept(who, null, Story.ANSWER, now));
    commands.put("declines", now -> new CallCommand.Reject(who, EndReason.DECLINED, null, now));
    commands.put("is busy", now -> new CallCommand.Reject(who, EndReason.BUSY, null, now));
    commands.put("hangs up", now -> hangup(who, EndReason.HANGUP, false, now));
    commands.put("gives up", now -> hangup(who, EndReason.MEDIA_FAILED, false, now));
    commands.put("ends for all", now -> hangup(who, EndReason.HANGUP, true, now));
    commands.put("adds", now -> new CallCommand.Add(who, List.of("carol", "erin"), now));
    commands.put("summoned", now -> new CallCommand.Summon(List.of(who.userId()), now));
    commands.put("joins", now -> new CallCommand.Join(who, now));
    commands.put("updates", now -> new CallCommand.Update(who, RawJson.EMPTY_OBJECT, now));
    commands.put("hands over", now -> new CallCommand.Transfer(who, Story.ALICE_TABLET, now));
    commands.put("hands on", now -> new CallCommand.Transfer(who, Story.BOB_TABLET, now));
    commands.put("hands to nobody", now -> new CallCommand.Transfer(who, null, now));
    commands.put("crosses", now -> new CallCommand.Cross(who, now));
    commands.put("is outdone", now -> new CallCommand.GiveWay("other", true, now));
    commands.put("is replaced", now -> new CallCommand.GiveWay("other", false, now));
    commands.put("is ended", CallCommand.End::new);
    commands.put("is removed", now -> new CallCommand.Remove(who.userId(), now));
    commands.put("recorded", CallCommand.Recorded::new);
    Muting mute = new Muting(true, null, false);
    for (String user : List.of("alice", "bob")) {
      commands.put("mutes " + user, now -> new CallCommand.Mute(who, false, user, null, mute, now));
      commands.put("expels " + user, now -> expel(who, false, user, now));
    }
    commands.put("expels as admin", now -> expel(who, true, "carol", now));
    commands.put("is silenced", now -> new CallCommand.Silence(who.userId(), mute, now));
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
    commands.put("told anew", now -> new CallCommand.Restate(null, now));
    commands.put("tick", CallCommand.Tick::new);
    return commands.entrySet().stream()
        .map(entry -> new Step(entry.getKey(), who, entry.getValue()))
        .toList();
  }

  private static Map<String, LongFunction<CallCommand>> reached() {
    Reach phone = Story.free("bob", Story.BOB);
    Reach both = Reach.free("bob", List.of(Story.BOB, Story.BOB_TABLET), true);
    Reach carol = Story.free("carol", CAROL);
    Reach alice = Story.free("alice", Story.ALICE);
    Map<String, LongFunction<CallCommand>> commands = new LinkedHashMap<>();
    commands.put("free", now -> prepared(now, phone, carol));
    commands.put("all free", now -> prepared(now, both, carol, alice, Story.free("dave")));
    commands.put(
        "unaware",
        now -> {
          Party.Pretence pretence = new Party.Pretence("phone", now + 100);
          return prepared(now, Reach.unaware("bob", false, pretence), carol);
        });
    for (Reach.Line line : List.of(Reach.Line.BUSY, Reach.Line.DND, Reach.Line.UNREACHABLE)) {
      commands.put("bob is " + line, now -> prepared(now, Reach.without("bob", line), carol));
      commands.put(
          "others are " + line,
          now ->
              prepared(
                  now,
                  phone,
                  Reach.without("carol", line),
                  Reach.without("dave", line),
                  Reach.without("erin", line)));
    }
    return commands;
  }

  private static CallCommand prepared(long now, Reach... reaches) {
    return new CallCommand.Prepared(List.of(reaches), now);
  }

  private static CallCommand expel(SessionRef who, boolean admin, String user, long now) {
    return new CallCommand.Expel(who, admin, user, null, EndReason.REMOVED, now);
  }

  private static CallCommand hangup(SessionRef who, EndReason reason, boolean everyone, long now) {
    return new CallCommand.Hangup(who, reason, null, everyone, false, now);
  }

  private static CallCommand create(SessionRef who, long now, String... users) {
    List<String> to =
        Arrays.stream(users).filter(user -> !user.equals(who.userId())).distinct().toList();
    Description offer = to.size() == 1 ? Story.OFFER : null;
    return new CallCommand.Create(
        who, "call", to, MediaKind.AUDIO, false, null, Story.RING_MS, null, offer, null, now);
  }

  private static CallCommand open(SessionRef who, TopologyWish topology, long now) {
    return new CallCommand.Create(
        who,
        "call",
        List.of(),
        MediaKind.AUDIO,
        true,
        "lobby",
        Story.RING_MS,
        null,
        null,
        topology,
        now);
  }

  private static CallCommand convene(SessionRef who, long now) {
    return new CallCommand.Convene(
        who.app(),
        "call",
        "alice",
        List.of("bob", "carol"),
        MediaKind.AUDIO,
        Story.RING_MS,
        null,
        now);
  }
}
