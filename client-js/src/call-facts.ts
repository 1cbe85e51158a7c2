import type { CallEvents, CallState } from "./call.js";
import { CallPeers } from "./call-peers.js";
import { isIn, partyOf } from "./call-view.js";
import { Emitter } from "./emitter.js";
import type { PeerMedia } from "./media/peer-media.js";
import type { Peer, PeerPath } from "./peer.js";
import type { CallView, DeviceRef, MediaFlags, Party, PartyRef, Topology, Tracks, UserInfo } from "./protocol.js";

const NOTHING_SENT: MediaFlags = { audio: false, video: false, screen: false, hold: false };

/** What is known of a call, and who listens to it. */
export abstract class CallFacts extends Emitter<CallEvents> {
  private readonly peerSet = new CallPeers(
    () => this.view,
    (userId) => this.seenOf(userId),
  );
  /** From whom nothing reaches the bridge. */
  protected readonly cutOff = new Set<string>();

  /** @param self this device, known once signed in */
  protected constructor(
    protected readonly self: () => DeviceRef,
    protected view: CallView,
    public state: CallState,
  ) {
    super();
  }

  get id(): string {
    return this.view.callId;
  }
  get version(): number {
    return this.view.version;
  }
  get media(): CallView["media"] {
    return this.view.media;
  }
  get group(): boolean {
    return this.view.group ?? false;
  }
  get room(): string | undefined {
    return this.view.room;
  }
  get epoch(): number {
    return this.view.epoch;
  }
  get topology(): Topology {
    return this.view.topology;
  }
  get interrupted(): boolean {
    return this.view.interrupted ?? false;
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

  get peers(): readonly Peer[] {
    return this.others.filter(({ state }) => state !== "left").map(({ userId }) => this.peerOf(userId));
  }

  get progress(): "calling" | "pushed" | "ringing" {
    const states = this.others.map(({ state }) => state);
    if (states.includes("ringing")) return "ringing";
    return states.includes("pushed") ? "pushed" : "calling";
  }

  get remoteMedia(): MediaFlags {
    return this.peerParty.media;
  }

  get isOver(): boolean {
    return this.state === "ended" || this.state === "elsewhere";
  }

  peerOf(userId: string): Peer {
    return this.peerSet.of(userId);
  }

  /** Whether a user on a bridge is out of its reach at the moment. */
  isCutOff(userId: string): boolean {
    return this.cutOff.has(userId);
  }

  partyOf(userId: string): Party | undefined {
    return partyOf(this.view, userId);
  }

  /** Whether the events that name no peer tell of this user. */
  isMainPeer(userId: string): boolean {
    return this.peerParty.userId === userId;
  }

  /** What this device may send: its token lets it, and nobody has muted it. */
  get maySend(): Tracks {
    const { mayPublish, muted } = this.ownParty(this.view) ?? {};
    const may = (kind: keyof Tracks): boolean => (mayPublish?.[kind] ?? true) && !(muted?.[kind] ?? false);
    return { audio: may("audio"), video: may("video"), screen: may("screen") };
  }

  /** In negotiation the later one among the parties gives way. */
  isPoliteTo(userId: string): boolean {
    const own = this.placeOf(this.self().userId);
    return own < 0 || own > this.placeOf(userId);
  }

  /** The others who are in. */
  protected get usersIn(): readonly string[] {
    return this.others.filter(isIn).map(({ userId }) => userId);
  }

  /** Those who were in before this device; they wait for its offer. */
  protected get usersBefore(): readonly string[] {
    return this.usersIn.filter((userId) => this.isPoliteTo(userId));
  }

  protected ownParty(view: CallView): Party | undefined {
    return partyOf(view, this.self().userId);
  }

  /** How a user is seen and heard. */
  protected abstract seenOf(userId: string): PeerPath;

  /** The direct media path to a user, if there is one. */
  protected abstract pathTo(userId: string): PeerMedia | undefined;

  private get others(): readonly Party[] {
    const { userId } = this.self();
    return this.view.parties.filter((party) => party.userId !== userId);
  }

  private get peerParty(): Party {
    const { others } = this;
    const present = others.find(({ state }) => state !== "left") ?? others[0];
    return present ?? { userId: this.view.from.userId, instance: 0, state: "invited", media: NOTHING_SENT };
  }

  private placeOf(userId: string): number {
    return this.view.parties.findIndex((party) => party.userId === userId);
  }
}
