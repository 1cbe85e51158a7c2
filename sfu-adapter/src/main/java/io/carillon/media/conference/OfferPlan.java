package io.carillon.media.conference;

import io.carillon.media.conference.LineUse.Own;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a participant has been offered, from its first offer to its last. Immutable: each step gives
 * the plan that follows.
 *
 * <p>The order of steps: {@link #begin}, send {@link #sdp}, {@link #readAnswer}, {@link #answered},
 * and for each change {@link #next}, whose SDP is sent if its {@link #version} is a new one. An
 * offer that was made must reach the client and be answered before the next one is made.
 */
public final class OfferPlan {
  private final long sessionId;
  private final long version;
  private final ConferenceMedia media;
  private final Wanted wanted;
  private final List<Line> lines;

  /** What the client sends, by its last answer; null while that is awaited. */
  private final Set<Own> sent;

  private OfferPlan(
      long sessionId,
      long version,
      ConferenceMedia media,
      Wanted wanted,
      List<Line> lines,
      Set<Own> sent) {
    this.sessionId = sessionId;
    this.version = version;
    this.media = media;
    this.wanted = wanted;
    this.lines = lines;
    this.sent = sent;
  }

  /**
   * The first offer, for a new peer connection.
   *
   * @param sessionId another one for each peer connection: by it a client tells a new one
   */
  public static OfferPlan begin(long sessionId, ConferenceMedia media, Wanted wanted) {
    List<Line> lines = LineLayout.arrange(List.of(), LineUse.of(wanted));
    return new OfferPlan(sessionId, 1, media, wanted, lines, null);
  }

  /** Counts the offers, from 1. */
  public long version() {
    return version;
  }

  /** Whether the client has answered the offer. */
  public boolean isAnswered() {
    return sent != null;
  }

  /** The offer. The same plan gives the same text. */
  public String sdp() {
    return new OfferWriter(media, wanted.bridge()).write(sessionId, version, lines).text();
  }

  /**
   * Whether the client must get another offer: sources came, went or changed, the bridge's
   * transport changed, or the participant says that it sends what its last answer did not let in.
   */
  public boolean needsOffer(Wanted next) {
    return !wanted.bridge().equals(next.bridge())
        || !lines.equals(LineLayout.arrange(lines, LineUse.of(next)))
        || EnumSet.allOf(Own.class).stream().anyMatch(own -> isTurnedOn(own, next));
  }

  /**
   * The plan for what is wanted from now on; its version is the same where no offer is needed.
   *
   * @throws IllegalStateException if the client has not answered yet
   */
  public OfferPlan next(Wanted next) {
    if (!isAnswered()) {
      throw new IllegalStateException("the offer before has not been answered");
    }
    if (!needsOffer(next)) {
      return new OfferPlan(sessionId, version, media, next, lines, sent);
    }
    List<Line> arranged = LineLayout.arrange(lines, LineUse.of(next));
    return new OfferPlan(sessionId, version + 1, media, next, arranged, null);
  }

  /**
   * Reads an answer to this offer, and believes nothing of it.
   *
   * @param endpointId of the participant, after which its sources are named
   * @param taken the SSRCs of all other participants
   * @throws AnswerRefusedException if the conference can't work with it
   */
  public Answer readAnswer(String sdp, String endpointId, Set<Long> taken) {
    return new AnswerReader(media, lines, endpointId, taken, wanted.bridge()).read(sdp);
  }

  /** The plan after that answer, which {@link #readAnswer} has read. */
  public OfferPlan answered(Answer answer) {
    List<Line> accepted =
        lines.stream()
            .map(
                line ->
                    line.open() && !answer.directions().containsKey(line.midText())
                        ? line.rejected()
                        : line)
            .toList();
    Set<Own> sends = EnumSet.noneOf(Own.class);
    for (Line line : accepted) {
      if (line.open()
          && line.use() instanceof Own own
          && answer.directions().get(line.midText()).sends()) {
        sends.add(own);
      }
    }
    return new OfferPlan(sessionId, version, media, wanted, accepted, sends);
  }

  private boolean isTurnedOn(Own own, Wanted next) {
    return own.isOn(next.own())
        && !own.isOn(wanted.own())
        && isAnswered()
        && !sent.contains(own)
        && lines.stream().anyMatch(line -> line.open() && line.isFor(own));
  }
}
