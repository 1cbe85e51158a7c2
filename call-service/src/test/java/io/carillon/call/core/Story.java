package io.carillon.call.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.call.core.CallCommand.Line;
import io.carillon.protocol.Description;
import io.carillon.protocol.EndReason;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.MediaKind;
import io.carillon.protocol.SdpType;
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

  static final long RING_MS = 60_000;
  static final long GRACE_MS = 30_000;
  static final Description OFFER = new Description(SdpType.OFFER, "offer");
  static final Description ANSWER = new Description(SdpType.ANSWER, "answer");

  private Call call;
  private long now = 1_000_000;
  private Decision last;

  static SessionRef session(String user, String device, String id) {
    return new SessionRef("default", user, device, id, "edge");
  }

  /** Alice's call to Bob, being prepared. */
  static Story preparing() {
    Story story = new Story();
    story.tell(
        new CallCommand.Create(
            ALICE, "call", List.of("bob"), MediaKind.VIDEO, RING_MS, null, OFFER, story.now));
    return story;
  }

  /** Alice's call, ringing on Bob's phone and tablet. */
  static Story ringing() {
    Story story = preparing();
    story.tell(new CallCommand.Prepared(Line.FREE, List.of(BOB, BOB_TABLET), false, story.now));
    return story;
  }

  /** Alice's call, answered on Bob's phone. */
  static Story active() {
    return ringing().accept(BOB);
  }

  Story tell(CallCommand command) {
    last = CallStateMachine.decide(call, command);
    call = last.after();
    return this;
  }

  Story again(SessionRef from) {
    return tell(
        new CallCommand.Create(
            from, "call", List.of("bob"), MediaKind.VIDEO, RING_MS, null, OFFER, now));
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
    return tell(new CallCommand.Hangup(from, EndReason.HANGUP, null, now));
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
