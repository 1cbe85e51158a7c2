package io.carillon.media.conference;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.view.MediaFlags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every sequence of joins, leaves, cameras and screens. */
class OfferPropertiesTest {
  /** The same stories in each build, so that none fails by chance; change it to hear others. */
  private static final String SEED = "4711";

  private static final int SELF = 0;
  private static final int OTHERS = 5;

  enum Kind {
    MICROPHONE,
    CAMERA,
    SCREEN
  }

  /** Somebody turns something on or off; number {@value #SELF} is the participant itself. */
  record Change(int who, Kind kind, boolean on) {}

  /** Changes that come together, and the mids that the client rejects then. */
  record Step(List<Change> changes, Set<String> rejects) {}

  @Property(seed = SEED)
  void noStoryMakesAnOfferThatAClientCantTake(@ForAll("steps") List<Step> steps) {
    Story story = new Story();
    steps.forEach(story::tell);
  }

  @Property(seed = SEED)
  void changesThatComeOneByOneNeedNoMoreLinesThanThereWereSources(
      @ForAll("changes") List<Change> changes) {
    Story story = new Story();
    int most = story.uses();
    for (Change change : changes) {
      story.tell(new Step(List.of(change), Set.of()));
      most = Math.max(most, story.uses());
    }
    assertThat(story.witness.mostUses()).isEqualTo(most);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Set<String>> rejects =
        Arbitraries.integers().between(1, 9).map(String::valueOf).set().ofMaxSize(2);
    return Combinators.combine(change().list().ofMinSize(1).ofMaxSize(6), rejects)
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return change().list().ofMaxSize(60);
  }

  private static Arbitrary<Change> change() {
    return Combinators.combine(
            Arbitraries.integers().between(SELF, OTHERS),
            Arbitraries.of(Kind.class),
            Arbitraries.of(true, false))
        .as(Change::new);
  }

  /** One participant's conference. */
  private static final class Story {
    final OfferWitness witness = new OfferWitness();
    private final Map<Integer, Map<Kind, RemoteSource>> others = new TreeMap<>();
    private MediaFlags own = Bridge.SOUND;
    private int sources;
    private OfferPlan plan = OfferPlan.begin(7, ConferenceMedia.DEFAULT, wanted());

    Story() {
      answer(Set.of());
    }

    void tell(Step step) {
      step.changes().forEach(this::change);
      Wanted wanted = wanted();
      OfferPlan next = plan.next(wanted);
      assertThat(next.version() > plan.version()).isEqualTo(plan.needsOffer(wanted));
      boolean isNew = next.version() > plan.version();
      assertThat(isNew || next.sdp().equals(plan.sdp())).isTrue();
      plan = next;
      if (isNew) {
        answer(step.rejects());
      }
      assertThat(plan.needsOffer(wanted)).isFalse();
    }

    /** How many m-lines are needed at the moment. */
    int uses() {
      return LineUse.of(wanted()).size();
    }

    private void answer(Set<String> rejects) {
      witness.see(plan, wanted());
      String text = new ClientAnswer(plan.sdp()).rejecting(rejects).text();
      witness.seeAnswer(text);
      plan = plan.answered(plan.readAnswer(text, Bridge.ENDPOINT, Set.of()));
    }

    private void change(Change change) {
      if (change.who() == SELF) {
        own =
            switch (change.kind()) {
              case MICROPHONE -> own;
              case CAMERA -> new MediaFlags(true, change.on(), own.screen(), false);
              case SCREEN -> new MediaFlags(true, own.video(), change.on(), false);
            };
        return;
      }
      Map<Kind, RemoteSource> has =
          others.computeIfAbsent(change.who(), who -> new EnumMap<>(Kind.class));
      if (change.on()) {
        has.computeIfAbsent(change.kind(), kind -> source(kind, change.who()));
      } else {
        has.remove(change.kind());
      }
    }

    /** A new one each time, as of a device that has come back with a new endpoint. */
    private RemoteSource source(Kind kind, int who) {
      int number = ++sources;
      String user = "user" + who;
      return switch (kind) {
        case MICROPHONE -> Bridge.microphone(user, number);
        case CAMERA -> Bridge.camera(user, number);
        case SCREEN -> Bridge.screen(user, number);
      };
    }

    private Wanted wanted() {
      List<RemoteSource> remote = new ArrayList<>();
      others.values().forEach(has -> remote.addAll(has.values()));
      return new Wanted(Bridge.END, own, remote);
    }
  }
}
