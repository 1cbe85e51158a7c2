import type { CallFacts } from "./call-facts.js";
import type { CallMedia } from "./media/call-media.js";
import type { PartyChange } from "./party-changes.js";

/** Brings the media paths in line with what happened to the other parties, and tells the app of it. */
export function follow(changes: readonly PartyChange[], call: CallFacts, media: CallMedia): void {
  for (const change of changes) followOne(change, call, media);
  if (changes.some(({ stands }) => stands)) call.emit("peers", call.peers);
}

function followOne(change: PartyChange, call: CallFacts, media: CallMedia): void {
  const { userId, deviceId, reason } = change.party;
  const peer = call.peerOf(userId);
  const isMain = call.isMainPeer(userId);
  const who = deviceId === undefined ? undefined : { userId, deviceId };
  if (change.joined) call.emit("peerJoined", peer);
  if (change.wentAway) {
    call.emit("peerReconnecting", peer);
    if (isMain && who) call.emit("reconnecting", who);
  }
  if (change.beganAnew) void media.knownPathTo(userId)?.peerBeganAnew();
  else if (change.cameBack) media.knownPathTo(userId)?.restartUnlessConnected();
  if (change.cameBack) {
    call.emit("peerReconnected", peer);
    if (isMain && who) call.emit("reconnected", who);
  }
  if (change.sends) {
    call.emit("peerMedia", peer);
    if (isMain) call.emit("remoteMedia", change.party.media);
  }
  if (change.left) {
    media.dropPath(userId);
    call.emit("peerLeft", { peer, reason });
  }
}
