package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.Description;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.SdpType;
import io.carillon.protocol.contract.BridgeSupply;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.event.Event;
import io.carillon.protocol.event.EventType;
import java.util.ArrayList;
import java.util.List;

/** What happens to one call, told step by step on a clock of its own. */
final class Story {
  static final SessionRef ALICE = session("alice", "laptop", "a1");
  static final SessionRef ALICE_RELOADED = session("alice", "laptop", "a2");
  static final SessionRef ALICE_TABLET = session("alice", "tablet", "a3");
  static final SessionRef BOB = session("bob", "phone", "b1");
  static final SessionRef BOB_TABLET = session("bob", "tablet", "b2");
  static final SessionRef CAROL = session("carol", "desk", "c1");
  static final SessionRef DAVE = session("dave", "phone", "d1");
  static final SessionRef ERIN = session("erin", "phone", "e1");

  static final long RING_MS = 60_000;
  static final long GRACE_MS = 30_000;
  static final long DIRECT_AGAIN_MS = 45_000;
  static final int MOST_ON_BRIDGE = 6;
  static final Description OFFER = new Description(SdpType.OFFER, "offer");
  static final Description ANSWER = new Description(SdpType.ANSWER, "answer");

  private Call call;
  private long now = 1_000_000;
  private Decision last;
  private MediaTerms terms = MediaTerms.WITHOUT_BRIDGES;

  static SessionRef session(String user, String device, String id) {
    return new SessionRef("default", user, device, id, "edge");
  }

  /** The session, after it was resumed on another node. */
  static SessionRef atAnotherEdge(SessionRef session) {
    return new SessionRef(
        session.app(), session.userId(), session.deviceId(), session.sessionId(), "other-edge");
  }

  /** Alice's call to Bob, being prepared. */
  static Story preparing() {
    Story story = new Story();
    story.tell(
        new CallCommand.Create(
            ALICE,
            "call",
            List.of("bob"),
            MediaKind.VIDEO,
            false,
            null,
            RING_MS,
            null,
            OFFER,
            null,
            story.now));
    return story;
  }

  /** Alice's call, ringing on Bob's phone and tablet. */
  static Story ringing() {
    Story story = preparing();
    return story.reach(free("bob", BOB, BOB_TABLET));
  }

  /** Alice's call, answered on Bob's phone. */
  static Story active() {
    return ringing().accept(BOB);
  }

  /** A group call by Alice to Bob, Carol and Dave, being prepared. */
  static Story preparingGroup() {
    Story story = new Story();
    return story.tell(
        new CallCommand.Create(
            ALICE,
            "call",
            List.of("bob", "carol", "dave"),
            MediaKind.VIDEO,
            true,
            null,
            RING_MS,
            null,
            null,
            null,
            story.now));
  }

  /** The group call, ringing at all three. */
  static Story ringingGroup() {
    return preparingGroup()
        .reach(free("bob", BOB, BOB_TABLET), free("carol", CAROL), free("dave", DAVE));
  }

  /** The group call with Alice, Carol and Bob in, in this order; Dave still rings. */
  static Story activeGroup() {
    return ringingGroup().accept(CAROL).accept(BOB);
  }

  /** A room that Alice has opened. */
  static Story room() {
    Story story = new Story();
    story.tell(
        new CallCommand.Create(
            ALICE,
            "call",
            List.of(),
            MediaKind.VIDEO,
            true,
            "lobby",
            RING_MS,
            null,
            null,
            null,
            story.now));
    return story.reach();
  }

  /** A group call that an administrator makes for Alice, Bob and Carol, being prepared. */
  static Story convened() {
    Story story = new Story();
    return story.tell(
        new CallCommand.Convene(
            "default",
            "call",
            "alice",
            List.of("bob", "carol"),
            MediaKind.AUDIO,
            RING_MS,
            null,
            story.now));
  }

  /** From now on a videobridge can be had, or not. */
  Story bridges(BridgeSupply supply) {
    terms = new MediaTerms(supply, MOST_ON_BRIDGE, DIRECT_AGAIN_MS);
    return this;
  }

  static Reach free(String user, SessionRef... devices) {
    return Reach.free(user, List.of(devices), false);
  }

  /** What was found of those who are invited. */
  Story reach(Reach... reaches) {
    return tell(new CallCommand.Prepared(List.of(reaches), now));
  }

  Story add(SessionRef from, String... users) {
    return tell(new CallCommand.Add(from, List.of(users), now));
  }

  Story join(SessionRef from) {
    return tell(new CallCommand.Join(from, now));
  }

  Story transfer(SessionRef from, SessionRef to) {
    return tell(new CallCommand.Transfer(from, to, now));
  }

  Story tell(CallCommand command) {
    last = CallStateMachine.decide(call, command, terms);
    call = last.after();
    return this;
  }

  Story again(SessionRef from) {
    return tell(
        new CallCommand.Create(
            from,
            "call",
            List.of("bob"),
            MediaKind.VIDEO,
            false,
            null,
            RING_MS,
            null,
            OFFER,
            null,
            now));
  }

  Story ring(SessionRef from) {
    return tell(new CallCommand.Ringing(from, now));
  }

  Story accept(SessionRef from) {
    return tell(new CallCommand.Accept(from, null, ANSWER, now));
  }

  Story reject(SessionRef from, EndReason reason) {
    return tell(new CallCommand.Reject(from, reason, null, now));
  }

  Story hangup(SessionRef from) {
    return tell(new CallCommand.Hangup(from, EndReason.HANGUP, null, false, false, now));
  }

  /** An administrator takes a user out. */
  Story remove(String user) {
    return tell(new CallCommand.Remove(user, now));
  }

  Story open(SessionRef session) {
    return tell(new CallCommand.SessionOpened(session, now));
  }

  Story lose(SessionRef session) {
    return tell(new CallCommand.SessionLost(session, GRACE_MS, now));
  }

  Story resume(SessionRef session) {
    return tell(new CallCommand.SessionResumed(session, now));
  }

  Story close(SessionRef session) {
    return tell(new CallCommand.SessionClosed(session, now));
  }

  /** Time passes, and the call gets its tick. */
  Story after(long ms) {
    now += ms;
    return tell(new CallCommand.Tick(now));
  }

  long now() {
    return now;
  }

  Call call() {
    return call;
  }

  Decision last() {
    return last;
  }

  /** The types of the events of the last step for a session. */
  List<String> heard(SessionRef session) {
    List<String> types = new ArrayList<>();
    for (Announcement announcement : last.announcements()) {
      if (announcement.to().contains(session)) {
        types.add(EventType.of(announcement.event()).wireName());
      }
    }
    return types;
  }

  /** The last event of a type that a session hears in the last step. */
  <E extends Event> E heard(SessionRef session, Class<E> type) {
    return last.announcements().stream()
        .filter(announcement -> announcement.to().contains(session))
        .map(Announcement::event)
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** The users of the parties, in their order. */
  List<String> order() {
    return call.parties().stream().map(Party::userId).toList();
  }

  Party party(String user) {
    return call.party(user).orElseThrow();
  }

  /** The one event of a type of the last step. */
  <E extends Event> E event(Class<E> type) {
    return last.announcements().stream()
        .map(Announcement::event)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  Story isRefused(ErrorCode code) {
    assertThat(last.refusal()).isNotNull();
    assertThat(last.refusal().code()).isEqualTo(code);
    return this;
  }

  Story isFineAndChangesNothing() {
    assertThat(last.refusal()).isNull();
    assertThat(last.changes()).isFalse();
    assertThat(last.announcements()).isEmpty();
    return this;
  }
}
