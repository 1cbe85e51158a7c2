package io.carillon.runtime.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.protocol.Topology;
import io.carillon.protocol.contract.MediaSession;
import io.carillon.protocol.contract.MediaSession.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaRecordTest {
  private static final MediaSession LIVE =
      new MediaSession(
          "app", "call", 7, 2, Topology.SFU, List.of(new Endpoint("bob", null)), false);
  private static final MediaSession GONE = MediaSession.gone("app", "call", 2);

  @Test
  void whatIsNotLaterChangesNothing() {
    MediaRecord before = MediaRecord.after(null, LIVE, 1);

    assertThat(MediaRecord.after(before, LIVE, 2)).isSameAs(before);
    assertThat(MediaRecord.after(before, version(6), 2)).isSameAs(before);
    assertThat(MediaRecord.after(before, version(8), 2).session().version()).isEqualTo(8);
  }

  @Test
  void aCallThatIsGoneIsOverWhateverIsKnownOfIt() {
    MediaRecord over = MediaRecord.after(MediaRecord.after(null, LIVE, 1), GONE, 2);

    assertThat(over.session()).isEqualTo(GONE);
    assertThat(MediaRecord.after(over, GONE, 3)).isSameAs(over);
  }

  @Test
  void aLaterCallOfTheIdOfOneThatIsGoneLives() {
    MediaRecord over = MediaRecord.after(null, GONE, 1);

    assertThat(MediaRecord.after(over, version(1), 2).session().ended()).isFalse();
  }

  private static MediaSession version(long version) {
    return new MediaSession("app", "call", version, 0, Topology.DIRECT, List.of(), false);
  }
}
