import type { CallFacts } from "../call-facts.js";
import { CarillonError } from "../errors.js";
import type { MediaConnection, PeerPath } from "../peer.js";
import type { MediaPlatform } from "../platform.js";
import type { Description, DeviceRef, PartyRef, PeerConnectionState } from "../protocol.js";
import type { SendRequest } from "../requests.js";
import { Serial } from "../serial.js";
import type { IceServerSource } from "./ice-servers.js";
import type { LocalMedia, TrackKind } from "./local-media.js";
import { PeerLink, type PeerLinkListener } from "./peer-link.js";
import type { Quality } from "./quality.js";

/** What all calls of a client share. */
export interface MediaEnvironment {
  readonly platform: MediaPlatform;
  readonly rtcConfiguration: Omit<RTCConfiguration, "iceServers">;
  readonly statsIntervalMs: number;
  readonly iceServers: IceServerSource;
  readonly request: SendRequest;
}

/** What the paths of a call share: its own tracks, and who hears of what happens. */
export interface PathOwner {
  readonly local: LocalMedia | undefined;
  readonly isClosed: boolean;
  /** Resolves when the tracks that are being opened are there, or are not to be had. */
  whenOpen(): Promise<void>;
  /** @param isFirst whether the stream is a new one */
  track(userId: string, track: MediaStreamTrack, stream: MediaStream, isFirst: boolean): void;
  connectionChanged(userId: string): void;
  qualityChanged(userId: string, quality: Quality): void;
}

/** The media path to one other party. Its link is replaced when either side must begin anew. */
export class PeerMedia implements PeerPath {
  /** A screen comes in the camera's place. */
  readonly screenStream = undefined;
  quality: Quality | undefined;
  /** The call's epoch when the link was made. */
  epoch = 0;
  private link: PeerLink | undefined;
  /** The link was made for an offer of a new peer connection, before the service told of the party's return. */
  private linkIsAhead = false;
  /** The link's offer went out with the invitation: who accepts with another offer has not seen it. */
  private linkIsInvited = false;
  /** The connection while there is no link, or one that has not connected yet. */
  private withoutLink: "connecting" | "reconnecting" = "connecting";
  private readonly signaling = new Serial();

  constructor(
    private readonly env: MediaEnvironment,
    private readonly call: CallFacts,
    private readonly userId: string,
    private readonly owner: PathOwner,
  ) {}

  get remoteStream(): MediaStream | undefined {
    const stream = this.link?.remoteStream;
    return stream && stream.getTracks().length > 0 ? stream : undefined;
  }

  get connection(): MediaConnection {
    return this.link?.connection ?? this.withoutLink;
  }

  /** Whether the two sides have exchanged descriptions. */
  get hasMet(): boolean {
    return this.link?.hasMet ?? false;
  }

  /** The offer for the invitation; candidates are held until {@link start}. */
  offer(): Promise<Description> {
    return this.inTurn(async () => {
      const description = await this.newOffer();
      this.linkIsInvited = true;
      return description;
    });
  }

  /** The answer for the acceptance; candidates are held until {@link start}. */
  answer(offer: Description): Promise<Description> {
    return this.inTurn(() => this.newAnswer(offer));
  }

  /** The service knows of the first description: the rest may follow. */
  start(): void {
    this.link?.negotiation.start();
  }

  /** Begins anew with an offer of its own. */
  offerAnew(): Promise<void> {
    return this.inTurn(async () => {
      this.sendDescription(await this.newOffer());
      this.start();
    });
  }

  receive(description: Description): Promise<void> {
    return this.guarded(async () => {
      if (!this.begins(description)) return this.link?.negotiation.receive(description);
      // Without own media there is nothing to answer with: a call that waits to be rejoined offers by itself then.
      if (this.owner.local === undefined) return;
      const isAhead = this.hasMet;
      const answer = await this.newAnswer(description);
      this.linkIsAhead = isAhead;
      this.sendDescription(answer);
      this.start();
    });
  }

  receiveCandidates(candidates: readonly RTCIceCandidateInit[]): Promise<void> {
    return this.guarded(async () => this.link?.negotiation.receiveCandidates(candidates));
  }

  /** The other party has a new connection and will offer; the old one leads nowhere. */
  peerBeganAnew(): Promise<void> {
    return this.guarded(async () => {
      if (this.linkIsAhead) {
        this.linkIsAhead = false;
      } else if (this.hasMet) {
        this.drop();
        this.owner.connectionChanged(this.userId);
      } else {
        this.link?.negotiation.repeatOffer();
      }
    });
  }

  /** After one of the two sides was away. */
  restartUnlessConnected(): void {
    this.link?.restartUnlessConnected();
  }

  restart(): void {
    // Nobody would take the offer while the other party's signaling is away.
    if (this.call.partyOf(this.userId)?.state !== "reconnecting") this.link?.restart();
  }

  renewServers(iceServers: RTCIceServer[]): void {
    this.link?.renewServers(iceServers);
  }

  /** Sends what there is of that kind from now on. */
  async send(kind: TrackKind): Promise<void> {
    const { local } = this.owner;
    try {
      if (local) await this.link?.send(kind, local.sent(kind), local.stream);
    } catch (error) {
      this.report(error);
    }
  }

  /** Lets what comes be heard and seen, or not. */
  setAudible(audible: boolean): void {
    for (const track of this.link?.remoteStream.getTracks() ?? []) track.enabled = audible;
  }

  /** Closes the link; another one may follow. */
  drop(): void {
    if (this.hasMet) this.withoutLink = "reconnecting";
    this.close();
  }

  close(): void {
    this.link?.close();
    this.link = undefined;
    this.linkIsAhead = false;
    this.linkIsInvited = false;
    this.quality = undefined;
  }

  private begins({ type, sdp }: Description): boolean {
    if (type !== "offer") return false;
    if (this.link === undefined || this.link.isForeign({ type, sdp })) return true;
    return this.linkIsInvited && !this.hasMet;
  }

  private async newOffer(): Promise<Description> {
    const link = await this.newLink();
    await this.attachTo(link);
    return link.negotiation.offer();
  }

  private async newAnswer(offer: Description): Promise<Description> {
    const link = await this.newLink();
    return link.negotiation.answer(offer, () => this.attachTo(link));
  }

  private async newLink(): Promise<PeerLink> {
    const { env, owner, call } = this;
    const iceServers = await env.iceServers.get();
    if (owner.isClosed || this.isForNobody) throw ended();
    this.drop();
    this.epoch = call.epoch;
    const configuration = { ...env.rtcConfiguration, iceServers };
    // What a link that has been replaced could not finish is of no interest.
    const link: PeerLink = new PeerLink(
      env.platform,
      configuration,
      env.statsIntervalMs,
      this.withoutLink,
      this.listenerOf(() => this.link === link),
    );
    this.link = link;
    return link;
  }

  private listenerOf(isCurrent: () => boolean): PeerLinkListener {
    const { env, call, owner, userId } = this;
    return {
      isPolite: () => call.isPoliteTo(userId),
      description: (description) => this.sendDescription(description),
      candidates: (candidates, end) =>
        this.tell(env.request("media.candidates", { ...this.address(), candidates, ...(end ? { end } : {}) })),
      track: (track, stream) => {
        owner.track(userId, track, stream, stream.getTracks().length === 1);
      },
      connection: (_, state: PeerConnectionState) => {
        owner.connectionChanged(userId);
        this.tell(env.request("media.connection", { callId: call.id, peer: this.party(), state }));
      },
      stats: (stats, quality) => {
        if (!isCurrent()) return;
        const isOther = quality !== this.quality;
        this.quality = quality;
        if (isOther && quality !== undefined) owner.qualityChanged(userId, quality);
        this.tell(env.request("media.stats", { callId: call.id, peer: this.party(), ...stats }));
      },
      failed: (error) => {
        if (isCurrent()) this.report(error);
      },
    };
  }

  private attachTo(link: PeerLink): Promise<void> {
    const { local, isClosed } = this.owner;
    if (local === undefined || isClosed) throw ended();
    return link.attach(local, this.call.media === "video" ? ["audio", "video"] : ["audio"]);
  }

  private party(): PartyRef | DeviceRef {
    const deviceId = this.call.partyOf(this.userId)?.deviceId;
    return { userId: this.userId, ...(deviceId === undefined ? {} : { deviceId }) };
  }

  private address(): { readonly callId: string; readonly to: PartyRef; readonly epoch: number } {
    return { callId: this.call.id, to: this.party(), epoch: this.epoch };
  }

  private sendDescription(description: Description): void {
    this.tell(this.env.request("media.description", { ...this.address(), description }));
  }

  private tell(sent: Promise<unknown>): void {
    sent.catch((error: unknown) => this.report(error));
  }

  private guarded(task: () => Promise<void>): Promise<void> {
    return this.inTurn(task).catch((error: unknown) => this.report(error));
  }

  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    return this.signaling.run(async () => {
      await this.owner.whenOpen();
      return task();
    });
  }

  /** Tells the app, unless the call is over or the other party left: nothing is left to fail then. */
  report(error: unknown): void {
    if (this.owner.isClosed || this.call.isOver || this.isForNobody) return;
    this.call.emit("error", CarillonError.from(error, "media_unavailable"));
  }

  private get isForNobody(): boolean {
    return this.call.partyOf(this.userId)?.state === "left";
  }
}

export function ended(): CarillonError {
  return new CarillonError("call_ended", "the call is over");
}
