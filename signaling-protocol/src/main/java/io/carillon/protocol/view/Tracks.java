package io.carillon.protocol.view;

/** A choice of what a party can send. */
public record Tracks(boolean audio, boolean video, boolean screen) {
  /** Everything. */
  public static final Tracks ALL = new Tracks(true, true, true);

  /** Nothing. */
  public static final Tracks NONE = new Tracks(false, false, false);

  /** What is in this choice and not in the other. */
  public Tracks without(Tracks other) {
    return new Tracks(audio && !other.audio, video && !other.video, screen && !other.screen);
  }

  /** Those flags, without what is not in this choice. */
  public MediaFlags limit(MediaFlags flags) {
    return new MediaFlags(
        flags.audio() && audio, flags.video() && video, flags.screen() && screen, flags.hold());
  }
}
