import type { CallFacts } from "../call-facts.js";
import { CarillonError } from "../errors.js";
import type { MediaConnection } from "../peer.js";
import type { Description, PeerConnectionState, ReceiveWishes } from "../protocol.js";
import { Serial } from "../serial.js";
import { BridgeLink } from "./bridge-link.js";
import { type BridgeStreams, sourceOf } from "./bridge-streams.js";
import type { MediaEnvironment, PathOwner } from "./peer-media.js";
import type { Quality } from "./quality.js";

/** Who hears of what the bridge brings. */
export interface BridgeOwner extends PathOwner {
  /** The bridge carries the call, or another connection to it does, or none. */
  bridgeChanged(): void;
  screenChanged(userId: string): void;
}

interface BridgeOffer {
  readonly description: Description;
  readonly epoch: number;
}

/**
 * The media path to the bridge of a call. A bridge that takes over from another one, or a new connection to the same, gets a
 * link of its own; the one before goes when that is connected.
 */
export class BridgeMedia {
  /** The one of the latest offer stands last. */
  private links: BridgeLink[] = [];
  /** An offer that came before own media was there. */
  private waiting: BridgeOffer | undefined;
  private wishes: ReceiveWishes | undefined;
  private readonly signaling = new Serial();

  constructor(
    private readonly env: MediaEnvironment,
    private readonly call: CallFacts,
    private readonly owner: BridgeOwner,
  ) {}

  get isThere(): boolean {
    return this.links.length > 0;
  }

  get isConnected(): boolean {
    return this.carrying?.connection === "connected";
  }

  get connection(): MediaConnection {
    return this.carrying?.connection ?? "connecting";
  }

  streamsOf(userId: string): BridgeStreams {
    return this.carrying?.streamsOf(userId, this.call.partyOf(userId)?.deviceId) ?? { main: undefined, screen: undefined };
  }

  qualityOf(userId: string): Quality | undefined {
    return this.carrying?.qualityOf(userId);
  }

  /** Offers are answered one after the other. */
  receive(offer: BridgeOffer): void {
    void this.signaling.run(async () => {
      await this.owner.whenOpen();
      if (this.isOld(offer)) return;
      if (this.owner.local === undefined) this.waiting = offer;
      else await this.answer(offer);
    });
  }

  /** Own media is there. */
  takeUp(): void {
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting) this.receive(waiting);
  }

  /** Sends what there is from now on. */
  send(): Promise<void> {
    return this.signaling.run(async () => {
      const { local } = this.owner;
      if (local) await Promise.all(this.links.map((link) => link.send(local.tracks).catch((error: unknown) => this.report(error))));
    });
  }

  /** Says what this device wants to get, now and of each bridge that follows. */
  async want(wishes: ReceiveWishes): Promise<void> {
    this.wishes = wishes;
    await this.env.request("media.receive", { callId: this.call.id, ...wishes });
  }

  setAudible(audible: boolean): void {
    for (const track of this.links.flatMap((link) => link.all).flatMap((stream) => stream.getTracks())) track.enabled = audible;
  }

  /** The path may be another one now: the service is asked for a new connection. */
  restart(): void {
    const latest = this.links.at(-1);
    if (latest?.hasConnected) this.tellState("failed");
  }

  restartUnlessConnected(): void {
    if (this.links.at(-1)?.connection !== "connected") this.restart();
  }

  renewServers(iceServers: RTCIceServer[]): void {
    for (const link of this.links) link.renewServers(iceServers);
  }

  close(): void {
    for (const link of this.links) link.close();
    this.links = [];
    this.waiting = undefined;
  }

  /** What is seen and heard: the latest link that was connected once, or the first of all. */
  private get carrying(): BridgeLink | undefined {
    return this.links.filter(({ hasConnected }) => hasConnected).at(-1) ?? this.links[0];
  }

  private isOld({ epoch }: BridgeOffer): boolean {
    return this.owner.isClosed || this.call.topology !== "sfu" || epoch < this.call.epoch;
  }

  private async answer(offer: BridgeOffer): Promise<void> {
    try {
      const latest = this.links.at(-1);
      const isNew = !latest?.isFor(offer.epoch, offer.description);
      const link = isNew ? await this.begin(offer.epoch) : latest;
      const { local } = this.owner;
      if (link === undefined || local === undefined) return;
      const description = await link.answer(offer.description, local.tracks, this.call.media === "video");
      this.tell(this.env.request("media.description", { callId: this.call.id, to: "sfu", epoch: offer.epoch, description }));
      if (isNew && this.wishes) this.tell(this.want(this.wishes));
      if (local.flags.hold) this.setAudible(false);
      if (!this.owner.isClosed) this.owner.bridgeChanged();
    } catch (error) {
      this.report(error);
      // The service waits for an answer; it makes another offer where there is none.
      if (!this.isOld(offer)) this.tellState("failed");
    }
  }

  private async begin(epoch: number): Promise<BridgeLink | undefined> {
    const { env, owner } = this;
    const iceServers = await env.iceServers.get();
    if (owner.isClosed) return undefined;
    const link: BridgeLink = new BridgeLink(env.platform, { ...env.rtcConfiguration, iceServers }, env.statsIntervalMs, epoch, {
      track: (track, stream) => this.arrived(link, track, stream),
      gone: (stream) => this.gone(link, stream),
      connection: (state) => this.connectionChanged(link, state),
      stats: (stats) => {
        if (link === this.carrying) this.tell(env.request("media.stats", { callId: this.call.id, peer: "sfu", ...stats }));
      },
      quality: (userId, quality) => {
        if (link === this.carrying) owner.qualityChanged(userId, quality);
      },
    });
    // Of those that never connected none is waited for any more.
    for (const given of this.links.filter(({ hasConnected }) => !hasConnected)) given.close();
    this.links = [...this.links.filter(({ hasConnected }) => hasConnected), link];
    return link;
  }

  private connectionChanged(link: BridgeLink, state: PeerConnectionState): void {
    // What becomes of one that another follows is of no interest to the service.
    if (link === this.links.at(-1)) this.tellState(state);
    if (state === "connected" && link === this.links.at(-1)) {
      const before = this.links.slice(0, -1);
      this.links = [link];
      for (const old of before) old.close();
      for (const stream of link.all) for (const track of stream.getTracks()) this.show(track, stream, track === stream.getTracks()[0]);
    }
    this.owner.bridgeChanged();
  }

  private arrived(link: BridgeLink, track: MediaStreamTrack, stream: MediaStream): void {
    // Until it is connected, what the one before brings is shown.
    if (link === this.carrying && link.hasConnected) this.show(track, stream, stream.getTracks().length === 1);
  }

  private gone(link: BridgeLink, { id }: MediaStream): void {
    const source = sourceOf(id);
    if (link === this.carrying && source?.screen) this.owner.screenChanged(source.userId);
  }

  private show(track: MediaStreamTrack, stream: MediaStream, isFirst: boolean): void {
    const source = sourceOf(stream.id);
    if (source === undefined) return;
    if (source.screen) this.owner.screenChanged(source.userId);
    else this.owner.track(source.userId, track, stream, isFirst);
  }

  private tellState(state: PeerConnectionState): void {
    this.tell(this.env.request("media.connection", { callId: this.call.id, peer: "sfu", state }));
  }

  private tell(sent: Promise<unknown>): void {
    sent.catch((error: unknown) => this.report(error));
  }

  private report(error: unknown): void {
    if (!this.owner.isClosed && !this.call.isOver) this.call.emit("error", CarillonError.from(error, "media_unavailable"));
  }
}
