package io.carillon.presence.edge;

import io.carillon.presence.roster.Watcher;
import io.carillon.presence.token.AccessToken;
import io.carillon.protocol.CloseCode;
import io.carillon.protocol.Grant;
import io.carillon.protocol.ProtocolException;
import io.carillon.protocol.contract.Notice;
import io.carillon.protocol.contract.SessionChange;
import io.carillon.protocol.contract.SessionClaim;
import io.carillon.protocol.contract.SessionHandover;
import io.carillon.protocol.contract.SessionRef;
import io.carillon.protocol.contract.SessionSnapshot;
import io.carillon.protocol.contract.SessionStanding;
import io.carillon.protocol.contract.UserRef;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One device's session: its events with their numbers, its requests, and the socket that it has at
 * the moment. Confined to the loop on which it was made, wherever its sockets are; {@link
 * #standing} alone is for every thread.
 */
final class Session implements Watcher {
  private final EdgeLoop home;
  private volatile SessionRef ref;
  private final UserRef user;
  private final String secret;
  private final EventLog events = new EventLog();
  private final LatestTold told = new LatestTold();

  private Set<Grant> grants;

  /** Made with the first request. */
  private Requests requests;

  /** What was delivered before the reply to hello; null from then on. */
  private List<Notice> early = new ArrayList<>(0);

  private volatile EdgeSocket socket;
  private volatile long lostAt;
  private volatile boolean idle;
  private long lostAtWall;
  private long sentSeq;
  private boolean gone;
  private boolean absenceTold;

  Session(EdgeLoop home, SessionRef ref, String secret, AccessToken token) {
    this.home = home;
    this.ref = ref;
    this.user = token.user();
    this.secret = secret;
    this.grants = token.grants();
    this.lostAt = Edge.monotonicMs();
  }

  EdgeLoop home() {
    return home;
  }

  SessionRef ref() {
    return ref;
  }

  String id() {
    return ref.sessionId();
  }

  @Override
  public UserRef user() {
    return user;
  }

  @Override
  public boolean isGone() {
    return gone;
  }

  boolean allows(Grant grant) {
    return grants.contains(grant);
  }

  /** What resumes this session. */
  String resumeToken() {
    return id() + '.' + secret;
  }

  /** It is present with a socket, and for as long as the grace after it lost one. */
  SessionStanding standing() {
    boolean present =
        socket != null || Edge.monotonicMs() - lostAt < home.edge().settings().offlineGrace();
    return new SessionStanding(present, idle);
  }

  @Override
  public void setIdle(boolean now) {
    idle = now;
  }

  private EdgeMetrics metrics() {
    return home.edge().metrics();
  }

  /**
   * Begins: the reply to hello goes first, then what call-service has to tell, then what was
   * delivered meanwhile, except what the snapshot includes.
   */
  void begin(EdgeSocket first, String reply, SessionSnapshot snapshot) {
    List<Notice> meanwhile = early;
    early = null;
    socket = first;
    metrics().connectedSessions(1);
    first.send(reply);
    snapshot.calls().forEach(call -> told.shown(call.callId(), call.version()));
    snapshot.notices().forEach(this::emit);
    if (!meanwhile.isEmpty()) {
      EarlyNotices.newerThan(snapshot, meanwhile).forEach(this::emit);
    }
  }

  /**
   * Whether a hello may go on with this session: it knows the secret, is the same device of the
   * same user, and nothing that it has not seen is gone.
   */
  boolean accepts(String resumeToken, UserRef by, String deviceId, long lastSeq) {
    return !gone
        && early == null
        && MessageDigest.isEqual(
            resumeToken.getBytes(StandardCharsets.UTF_8),
            resumeToken().getBytes(StandardCharsets.UTF_8))
        && user.equals(by)
        && ref.deviceId().equals(deviceId)
        && lastSeq >= events.acked()
        && lastSeq <= events.last();
  }

  /** Lets another edge have the session: its client goes on there. What comes late follows it. */
  SessionHandover.Given handOver(SessionClaim claim) {
    if (requests != null) {
      requests.release().forEach(this::emit);
    }
    SessionHandover.Given given =
        new SessionHandover.Given(
            events.last(),
            events.after(claim.lastSeq()),
            told.all(),
            requests == null ? List.of() : requests.kept(),
            home.roster().watchedBy(this),
            absenceTold || idle);
    EdgeSocket current = socket;
    remove();
    home.stopAwaiting(this);
    home.forward(id(), claim.edge());
    if (current != null) {
      current.replace();
    }
    return given;
  }

  /**
   * Takes over what another edge has handed over, and begins: the reply to hello goes first, then
   * every event after the last one seen, then what was delivered meanwhile.
   */
  void begin(EdgeSocket first, String reply, SessionHandover.Given given) {
    List<Notice> meanwhile = early;
    early = null;
    long seen = given.lastSeq() - given.frames().size();
    events.restore(seen, given.frames());
    metrics().unackedChars(events.chars());
    told.restore(given.told());
    if (!given.replies().isEmpty()) {
      requests().restore(given.replies());
    }
    home.roster().restore(this, given.watched());
    sentSeq = seen;
    socket = first;
    metrics().connectedSessions(1);
    first.send(reply);
    metrics().replayed(given.frames().size());
    pump(first);
    meanwhile.forEach(this::emit);
  }

  /** Gives up a session that the other edge did not hand over: it was never here. */
  void discard() {
    remove();
  }

  /**
   * Goes on with another socket: the reply first, then every event after the last one seen. The
   * device counts as attended until its client says otherwise again.
   */
  void resume(EdgeSocket next, AccessToken token, String reply, long lastSeq) {
    EdgeSocket before = socket;
    boolean seenAnew = absenceTold || idle;
    absenceTold = false;
    idle = false;
    if (before != null) {
      before.replace();
    } else {
      home.stopAwaiting(this);
      metrics().waitingSessions(-1);
      metrics().connectedSessions(1);
      home.tell(new SessionChange.Resumed(ref));
    }
    if (seenAnew) {
      home.edge().attendance().arrived(user, home.edge().wallMs());
    }
    allow(token);
    acknowledge(lastSeq);
    sentSeq = lastSeq;
    socket = next;
    next.send(reply);
    metrics().replayed(events.last() - lastSeq);
    pump(next);
  }

  /** A new token of the same user for the same device. */
  void renew(AccessToken token) {
    allow(token);
    EdgeSocket current = socket;
    if (current != null) {
      current.renew(token);
    }
  }

  /**
   * What a token allows counts from now on; what it lets its holder send, in calls that go on too.
   */
  private void allow(AccessToken token) {
    grants = token.grants();
    if (!Objects.equals(ref.publish(), token.publish())) {
      ref = ref.publishing(token.publish());
      SessionRef now = ref;
      home.edge()
          .node()
          .sessions()
          .move(now)
          .onComplete(moved -> home.tell(new SessionChange.Resumed(now)));
    }
  }

  /** The socket is gone; the session waits for another one. */
  void lost(EdgeSocket ended) {
    if (ended != socket || gone) {
      return;
    }
    socket = null;
    lostAt = Edge.monotonicMs();
    lostAtWall = home.edge().wallMs();
    metrics().connectedSessions(-1);
    metrics().waitingSessions(1);
    home.awaitResume(this);
    home.tell(new SessionChange.Lost(ref), requestsSettled());
  }

  /** A newer session of the same device has taken over. */
  void replaced() {
    EdgeSocket current = socket;
    remove();
    home.stopAwaiting(this);
    if (current != null) {
      current.replace();
    }
  }

  /** The client released the session. */
  void bye() {
    EdgeSocket current = socket;
    remove();
    home.tell(new SessionChange.Closed(ref), requestsSettled());
    home.edge()
        .node()
        .sessions()
        .remove(ref)
        .onComplete(done -> home.edge().attendance().left(user, home.edge().wallMs()));
    if (current != null) {
      current.close(CloseCode.NORMAL);
    }
  }

  /** Looks at the clock while there is no socket. */
  void sweep(long now) {
    EdgeSettings settings = home.edge().settings();
    if (!gone && now - lostAt >= settings.resumeTtl()) {
      expire();
    }
    if (!absenceTold && now - lostAt >= settings.offlineGrace()) {
      absenceTold = true;
      home.edge().attendance().left(user, lostAtWall);
    }
    if (gone && absenceTold) {
      home.stopAwaiting(this);
    }
  }

  /**
   * Nobody can resume it any more; call-service hears of its loss again, should it have missed it.
   */
  private void expire() {
    remove();
    home.tell(new SessionChange.Lost(ref));
    home.edge().node().sessions().remove(ref);
  }

  private void remove() {
    if (gone) {
      return;
    }
    gone = true;
    if (early == null) {
      if (socket == null) {
        metrics().waitingSessions(-1);
      } else {
        metrics().connectedSessions(-1);
      }
    }
    socket = null;
    acknowledge(events.last());
    home.remove(this);
  }

  /** Gives up before the reply to hello. */
  void abandon() {
    remove();
    home.edge().node().sessions().remove(ref);
    home.tell(new SessionChange.Lost(ref));
    home.edge().attendance().left(user, home.edge().wallMs());
  }

  /** Takes an event for the client; returns whether it has it now or will have it on a resume. */
  boolean deliver(Notice notice) {
    if (gone) {
      return false;
    }
    if (early != null) {
      return early.size() < EventLog.MAX_EVENTS && early.add(notice);
    }
    if (requests == null || !requests.withholds(notice)) {
      emit(notice);
    }
    return true;
  }

  /** Takes an event that follows a reply; it follows a session that went to another edge. */
  void emitIfLive(Notice notice) {
    if (gone) {
      home.follow(id(), notice);
    } else {
      emit(notice);
    }
  }

  /** What the client was told last of its calls. */
  LatestTold latestTold() {
    return told;
  }

  /** Whether a socket has it at the moment. */
  boolean isConnected() {
    return socket != null;
  }

  /** Whether it has had no socket since that moment or a later one, and could be resumed. */
  boolean hasWaitedSince(long moment) {
    return !gone && socket == null && lostAt >= moment;
  }

  /** Whether its client has not been answered yet. */
  boolean isBeginning() {
    return early != null;
  }

  @Override
  public void tell(Notice notice) {
    deliver(notice);
  }

  /** Numbers an event, keeps it until it is acknowledged, and sends it if the client is there. */
  void emit(Notice notice) {
    if (!told.isNews(notice)) {
      metrics().outdated();
      return;
    }
    long seq = events.next();
    String frame = Frames.event(notice.type(), seq, home.edge().wallMs(), notice.data().text());
    events.add(frame);
    metrics().event();
    metrics().unackedChars(frame.length());
    EdgeSocket to = socket;
    if (to == null) {
      if (events.isHopeless()) {
        expire();
      }
    } else if (events.isOverfull()) {
      metrics().slowReader();
      to.close(CloseCode.TOO_SLOW);
    } else if (sentSeq == seq - 1 && !to.isBlocked()) {
      to.send(frame);
      sentSeq = seq;
    }
  }

  /** Sends what could not be sent before. */
  void pump(EdgeSocket to) {
    while (to == socket && sentSeq < events.last() && !to.isBlocked()) {
      sentSeq++;
      to.send(events.get(sentSeq));
    }
  }

  /** The client has seen the events up to that one. */
  void ack(EdgeSocket from, long seq) {
    if (from == socket && !acknowledge(Math.min(seq, sentSeq))) {
      requests().chargeIdle(from);
    }
  }

  /** What came by that socket makes work and is no request. */
  void chargeIdle(EdgeSocket from) {
    if (from == socket) {
      requests().chargeIdle(from);
    }
  }

  private boolean acknowledge(long seq) {
    int before = events.chars();
    boolean any = events.ack(seq);
    metrics().unackedChars(events.chars() - before);
    return any;
  }

  /** Carries out a request that came by that socket. */
  void handle(EdgeSocket from, Envelope.Request request) {
    if (from == socket) {
      requests().handle(from, request);
    }
  }

  /** Answers what came by that socket and can't be carried out. */
  void refuse(EdgeSocket from, String requestId, ProtocolException refusal) {
    if (from == socket) {
      requests().refuseCharged(from, requestId, refusal);
    }
  }

  /** The end of the session takes effect after what it asked for before. */
  Future<?> requestsSettled() {
    return requests == null ? Future.succeededFuture() : requests.settled();
  }

  private Requests requests() {
    if (requests == null) {
      requests = new Requests(this);
    }
    return requests;
  }

  /** Drops what is remembered longer than needed. */
  void tidy(long now) {
    if (requests != null && requests.tidy(now)) {
      requests = null;
    }
  }
}
