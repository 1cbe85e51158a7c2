package io.carillon.call.core;

import io.carillon.protocol.view.Tracks;

/** A change of what a party must not send; null leaves a track as it is. */
public record Muting(Boolean audio, Boolean video, Boolean screen) {
  Tracks appliedTo(Tracks muted) {
    return new Tracks(
        audio == null ? muted.audio() : audio,
        video == null ? muted.video() : video,
        screen == null ? muted.screen() : screen);
  }
}
