import type { CallEvents, CallState } from "./call.js";
import { partyOf } from "./call-view.js";
import { Emitter } from "./emitter.js";
import type { CallView, DeviceRef, MediaFlags, Party, PartyRef, UserInfo } from "./protocol.js";

const NOTHING_SENT: MediaFlags = { audio: false, video: false, screen: false, hold: false };

/** What is known of a call, and who listens to it. */
export abstract class CallFacts extends Emitter<CallEvents> {
  /** @param self this device, known once signed in */
  protected constructor(
    private readonly self: () => DeviceRef,
    protected view: CallView,
    public state: CallState,
  ) {
    super();
  }

  get id(): string {
    return this.view.callId;
  }
  get media(): CallView["media"] {
    return this.view.media;
  }
  get epoch(): number {
    return this.view.epoch;
  }
  get createdAt(): number {
    return this.view.createdAt;
  }
  get expiresAt(): number | undefined {
    return this.view.expiresAt;
  }
  get startedAt(): number {
    return this.view.startedAt ?? this.view.createdAt;
  }
  get userInfo(): UserInfo | undefined {
    return this.view.userInfo;
  }
  get parties(): readonly Party[] {
    return this.view.parties;
  }

  get direction(): "incoming" | "outgoing" {
    return this.view.from.userId === this.self().userId ? "outgoing" : "incoming";
  }

  get peer(): PartyRef {
    const { userId, deviceId } = this.peerParty;
    return { userId, ...(deviceId === undefined ? {} : { deviceId }) };
  }

  get progress(): "calling" | "pushed" | "ringing" {
    const { state } = this.peerParty;
    return state === "ringing" || state === "pushed" ? state : "calling";
  }

  get remoteMedia(): MediaFlags {
    return this.peerParty.media;
  }

  /** Whether the other party's signaling is away: nobody would take an offer. */
  get peerIsAway(): boolean {
    return this.peerParty.state === "reconnecting";
  }

  /** In negotiation the later one among the parties gives way. */
  get isPolite(): boolean {
    const { userId } = this.self();
    return this.view.parties.findIndex((party) => party.userId === userId) > 0;
  }

  get isOver(): boolean {
    return this.state === "ended" || this.state === "elsewhere";
  }

  protected ownParty(view: CallView): Party | undefined {
    return partyOf(view, this.self().userId);
  }

  private get peerParty(): Party {
    const { userId } = this.self();
    const other = this.view.parties.find((party) => party.userId !== userId);
    return other ?? { userId: this.view.from.userId, instance: 0, state: "invited", media: NOTHING_SENT };
  }
}
