package io.carillon.media.conference;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.media.conference.LineUse.Own;
import io.carillon.media.conference.LineUse.Remote;
import io.carillon.media.sdp.Direction;
import io.carillon.media.sdp.MediaSection;
import io.carillon.media.sdp.SessionDescription;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sees every offer of one participant, and holds it against the rules of RFC 9429. */
final class OfferWitness {
  private final Set<String> usedMids = new HashSet<>();
  private final Set<String> rejectedSources = new HashSet<>();
  private SessionDescription before;
  private SessionDescription answerBefore;
  private Set<String> usesBefore = Set.of();
  private int mostUses;

  /**
   * The most m-lines that may ever have been needed: what stood in an offer or had just left it.
   */
  int mostUses() {
    return mostUses;
  }

  void see(OfferPlan plan, Wanted wanted) {
    SessionDescription offer = SessionDescription.parse(plan.sdp());
    assertThat(offer.text()).isEqualTo(plan.sdp());
    seeSession(offer);
    for (int i = 0; i < offer.sections().size(); i++) {
      seeSection(i, offer.sections().get(i));
    }
    seeSources(offer, wanted);
    Set<String> uses =
        LineUse.of(wanted).stream().map(OfferWitness::name).collect(Collectors.toSet());
    mostUses =
        Math.max(
            mostUses, (int) Stream.concat(uses.stream(), usesBefore.stream()).distinct().count());
    assertThat(offer.sections().size()).isLessThanOrEqualTo(mostUses);
    usesBefore = uses;
    before = offer;
  }

  void seeAnswer(String text) {
    answerBefore = SessionDescription.parse(text);
    for (int i = 0; i < answerBefore.sections().size(); i++) {
      MediaSection offered = before.sections().get(i);
      if (answerBefore.sections().get(i).isRejected() && offered.attributes().has("msid")) {
        rejectedSources.add(track(offered));
      }
    }
    rejectedSources.retainAll(
        Stream.concat(usesBefore.stream(), Stream.of("jvb-v0")).collect(Collectors.toSet()));
  }

  private void seeSession(SessionDescription offer) {
    if (before != null) {
      assertThat(offer.sessionId()).isEqualTo(before.sessionId());
      assertThat(offer.version()).isEqualTo(before.version() + 1);
      assertThat(offer.sections()).hasSizeGreaterThanOrEqualTo(before.sections().size());
    }
    assertThat(offer.attributes().value("group"))
        .contains(
            open(offer)
                .map(section -> section.mid().orElseThrow())
                .collect(Collectors.joining(" ", "BUNDLE ", "")));
    assertThat(offer.sections()).extracting(MediaSection::mid).doesNotHaveDuplicates();
  }

  private void seeSection(int index, MediaSection section) {
    String mid = section.mid().orElseThrow();
    if (section.isRejected()) {
      assertThat(section.direction()).isEqualTo(Direction.INACTIVE);
      assertThat(section.attributes().has("ssrc")).isFalse();
    }
    boolean isThere = before != null && index < before.sections().size();
    if (isThere && before.sections().get(index).mid().orElseThrow().equals(mid)) {
      assertThat(section.media()).isEqualTo(before.sections().get(index).media());
      if (answerBefore.sections().get(index).isRejected()) {
        assertThat(section.isRejected()).isTrue();
      }
      return;
    }
    if (isThere) {
      assertThat(answerBefore.sections().get(index).isRejected()).isTrue();
    }
    assertThat(usedMids.add(mid)).as("mid is new").isTrue();
    assertThat(section.isRejected()).isFalse();
  }

  private void seeSources(SessionDescription offer, Wanted wanted) {
    List<String> ssrcs =
        offer.sections().stream()
            .flatMap(section -> section.attributes().values("ssrc"))
            .map(value -> value.substring(0, value.indexOf(' ')))
            .toList();
    assertThat(ssrcs).doesNotHaveDuplicates();
    Predicate<String> isAccepted = name -> !rejectedSources.contains(name);
    Set<String> expected =
        wanted.remote().stream()
            .map(remote -> remote.source().name())
            .filter(isAccepted)
            .collect(Collectors.toSet());
    assertThat(
            open(offer)
                .filter(section -> section.direction() == Direction.SENDONLY)
                .map(OfferWitness::track))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Stream<MediaSection> open(SessionDescription offer) {
    return offer.sections().stream().filter(section -> !section.isRejected());
  }

  private static String track(MediaSection section) {
    return section.attributes().value("msid").orElseThrow().split(" ", -1)[1];
  }

  private static String name(LineUse use) {
    return switch (use) {
      case Own own -> own.name();
      case Remote remote -> remote.name();
    };
  }
}
