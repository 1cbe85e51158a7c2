package io.carillon.call.core;

import io.carillon.protocol.DeviceRef;
import io.carillon.protocol.ErrorCode;
import io.carillon.protocol.PartyState;
import io.carillon.protocol.Peer;
import io.carillon.protocol.PeerState;
import io.carillon.protocol.event.MediaEvent;
import io.carillon.protocol.view.MediaFlags;
import io.carillon.protocol.view.Tracks;

/** What parties say of the media that they send and get. */
final class MediaSteps {
  private MediaSteps() {}

  static Decision setMedia(Call call, CallCommand.SetMedia command) {
    Party party = call.party(command.from().userId()).orElseThrow();
    if (!party.isIn()) {
      return notIn(call);
    }
    MediaFlags media = command.media();
    Tracks allowed = command.from().mayPublish();
    if (!allowed.limit(media).equals(media)) {
      return Decision.refused(
          call, ErrorCode.FORBIDDEN, "the token of this device does not let it send that");
    }
    if (!allowed.without(party.restraint().muted()).limit(media).equals(media)) {
      return Decision.refused(call, ErrorCode.FORBIDDEN, "this user is muted in the call");
    }
    if (party.media().equals(media)) {
      return Decision.unchanged(call);
    }
    Draft draft = new Draft(call, command.now());
    Party sending = party.sending(media);
    draft.replace(sending);
    tell(draft, sending);
    if (call.path().isOnBridge()) {
      draft.follow(Consequence.MEDIA_SESSION);
    }
    return draft.decision();
  }

  /** The others take it that who comes in sends what the call is for. */
  static void tellIfLimited(Draft draft, Party entered) {
    if (!entered.sends().equals(Tracks.ALL)) {
      tell(draft, entered);
    }
  }

  /** The others hear what a party sends from now on. */
  static void tell(Draft draft, Party party) {
    MediaFlags media = party.media();
    draft.announce(
        new MediaEvent.StateChanged(
            draft.callId(),
            draft.version(),
            new DeviceRef(party.userId(), party.session().deviceId()),
            media.audio(),
            media.video(),
            media.screen(),
            media.hold()),
        draft.inCallBeside(party.userId()));
  }

  /** Only that media is up changes a call: a failed connection may recover by an ICE restart. */
  static Decision reportConnection(Call call, CallCommand.ReportConnection command) {
    Party party = call.party(command.from().userId()).orElseThrow();
    if (!party.isIn()) {
      return notIn(call);
    }
    boolean known =
        switch (command.peer()) {
          case DeviceRef device -> call.party(device.userId()).isPresent();
          case Peer.Bridge bridge -> call.path().epoch() > 0 || call.path().isOnBridge();
        };
    if (!known) {
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
