package io.carillon.call.core;

import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.event.MediaEvent;
import io.carillon.protocol.view.MediaFlags;

/** What parties say of the media that they send and get. */
final class MediaSteps {
  private MediaSteps() {}

  static Decision setMedia(Call call, CallCommand.SetMedia command) {
    Party party = call.party(command.from().userId()).orElseThrow();
    if (!party.isIn()) {
      return notIn(call);
    }
    MediaFlags media = command.media();
    if (party.media().equals(media)) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, command.now());
    draft.replace(party.sending(media));
    draft.announce(
        new MediaEvent.StateChanged(
            call.callId(),
            draft.version(),
            new DeviceRef(party.userId(), command.from().deviceId()),
            media.audio(),
            media.video(),
            media.screen(),
            media.hold()),
        draft.inCallBeside(party.userId()));
    return draft.decision();
  }

  /** Only that media is up changes a call: a failed connection may recover by an ICE restart. */
  static Decision reportConnection(Call call, CallCommand.ReportConnection command) {
    Party party = call.party(command.from().userId()).orElseThrow();
    if (!party.isIn()) {
      return notIn(call);
    }
    if (call.party(command.peer().userId()).isEmpty()) {
      return Decision.refused(call, ErrorCode.BAD_REQUEST, "peer: has no part in the call");
    }
    if (command.state() != PeerState.CONNECTED || party.state() != PartyState.CONNECTING) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, command.now());
    draft.replace(party.connected());
    draft.forgetDescriptions();
    if (isFirstConnection(draft.call())) {
      draft.follow(Consequence.CONNECTED);
    }
    return draft.decision();
  }

  /** Instances above the first come of take-overs, whose media is up for the second time. */
  private static boolean isFirstConnection(Call call) {
    return !call.group()
        && call.parties().stream()
            .allMatch(party -> party.state() == PartyState.CONNECTED && party.instance() == 1);
  }

  private static Decision notIn(Call call) {
    return Decision.refused(call, ErrorCode.NOT_IN_CALL, "this device has not answered the call");
  }
}
