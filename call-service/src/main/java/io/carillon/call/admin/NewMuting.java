package io.carillon.call.admin;

import io.carillon.call.core.Muting;
import io.carillon.protocol.Check;

/**
 * What a party is to be kept from sending.
 *
 * @param audio true to mute, false to let it send again, null to leave that as it is
 */
record NewMuting(Boolean audio, Boolean video, Boolean screen) {
  NewMuting {
    Check.anyPresent("audio", audio, video, screen);
  }

  Muting muting() {
    return new Muting(audio, video, screen);
  }
}
