import { isIn, partyOf } from "./call-view.js";
import type { Quality } from "./media/quality.js";
import type { MediaConnection, Peer, PeerPath } from "./peer.js";
import type { CallView, MediaFlags, Party, PartyState, Tracks } from "./protocol.js";

const NOTHING_SENT: MediaFlags = { audio: false, video: false, screen: false, hold: false };

const NOTHING_MUTED: Tracks = { audio: false, video: false, screen: false };

/** The other parties of a call as the app sees them: one object a user, for as long as the call lives. */
export class CallPeers {
  private readonly known = new Map<string, CallPeer>();

  constructor(
    private readonly view: () => CallView,
    private readonly pathTo: (userId: string) => PeerPath,
  ) {}

  of(userId: string): Peer {
    let peer = this.known.get(userId);
    if (peer === undefined) {
      peer = new CallPeer(
        userId,
        () => partyOf(this.view(), userId),
        () => this.pathTo(userId),
      );
      this.known.set(userId, peer);
    }
    return peer;
  }
}

class CallPeer implements Peer {
  constructor(
    readonly userId: string,
    private readonly party: () => Party | undefined,
    private readonly path: () => PeerPath,
  ) {}

  get deviceId(): string | undefined {
    return this.party()?.deviceId;
  }
  get instance(): number {
    return this.party()?.instance ?? 0;
  }
  get media(): MediaFlags {
    return this.party()?.media ?? NOTHING_SENT;
  }

  get muted(): Tracks {
    return this.party()?.muted ?? NOTHING_MUTED;
  }

  get state(): PartyState {
    const party = this.party();
    if (party === undefined) return "left";
    // The service says so too as soon as it has heard of it, and tells nobody.
    return party.state === "connecting" && this.connection === "connected" ? "connected" : party.state;
  }

  get connection(): MediaConnection {
    return this.path().connection;
  }
  get remoteStream(): MediaStream | undefined {
    return this.path().remoteStream;
  }
  get screenStream(): MediaStream | undefined {
    return this.path().screenStream;
  }
  get quality(): Quality | undefined {
    const party = this.party();
    return party && isIn(party) ? this.path().quality : undefined;
  }
}
