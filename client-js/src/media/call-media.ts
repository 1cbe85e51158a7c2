import type { LocalMediaOptions, MediaConnection } from "../call.js";
import { CarillonError } from "../errors.js";
import type { CallFacts } from "../call-facts.js";
import type { MediaPlatform } from "../platform.js";
import type { Description, MediaFlags, PartyRef } from "../protocol.js";
import type { SendRequest } from "../requests.js";
import { Serial } from "../serial.js";
import type { IceServerSource } from "./ice-servers.js";
import { LocalMedia, type TrackKind } from "./local-media.js";
import { PeerLink } from "./peer-link.js";

/** What all calls of a client share. */
export interface MediaEnvironment {
  readonly platform: MediaPlatform;
  readonly rtcConfiguration: Omit<RTCConfiguration, "iceServers">;
  readonly statsIntervalMs: number;
  readonly iceServers: IceServerSource;
  readonly request: SendRequest;
}

const SILENT: MediaFlags = { audio: false, video: false, screen: false, hold: false };

/** The media of one call: own tracks, and the link to the other party, which is replaced when either side must begin anew. */
export class CallMedia {
  private local: LocalMedia | undefined;
  private link: PeerLink | undefined;
  /** The link was made for an offer of a new peer connection, before the service told of the party's return. */
  private linkIsAhead = false;
  /** The connection while there is no link, or one that has not connected yet. */
  private withoutLink: "connecting" | "reconnecting" = "connecting";
  private closed = false;
  private readonly signaling = new Serial();
  private readonly switching = new Serial();

  constructor(
    private readonly env: MediaEnvironment,
    private readonly call: CallFacts,
  ) {}

  get localStream(): MediaStream | undefined {
    return this.local?.stream;
  }

  get remoteStream(): MediaStream | undefined {
    const stream = this.link?.remoteStream;
    return stream && stream.getTracks().length > 0 ? stream : undefined;
  }

  get flags(): MediaFlags {
    return this.local?.flags ?? SILENT;
  }

  get connection(): MediaConnection {
    return this.link?.connection ?? this.withoutLink;
  }

  get isOpen(): boolean {
    return this.local !== undefined;
  }

  /** Whether the two sides have exchanged descriptions. */
  get hasMet(): boolean {
    return this.link?.hasMet ?? false;
  }

  /** Opens microphone and camera. Descriptions that come meanwhile wait. */
  open(options: LocalMediaOptions): Promise<void> {
    return this.signaling.run(async () => {
      const local = await LocalMedia.open(this.env.platform, this.call.media, options);
      if (this.closed) {
        local.close();
        throw ended();
      }
      this.adopt(local);
    });
  }

  /** Takes over the tracks of a call that gave way to this one. */
  takeFrom(other: CallMedia): void {
    const { local } = other;
    other.local = undefined;
    if (local) this.adopt(local);
  }

  /** The offer for the invitation; candidates are held until {@link start}. */
  offer(): Promise<Description> {
    return this.signaling.run(() => this.newOffer());
  }

  /** The answer for the acceptance; candidates are held until {@link start}. */
  answer(offer: Description): Promise<Description> {
    return this.signaling.run(async () => {
      const link = await this.newLink();
      return link.negotiation.answer(offer, () => this.attachTo(link));
    });
  }

  /** The service knows of the first description: the rest may follow. */
  start(): void {
    this.link?.negotiation.start();
  }

  /** Tells the other party, and the app, what is sent. */
  announce(): void {
    if (this.local === undefined) return;
    this.call.emit("localMedia", this.flags);
    this.tell(this.env.request("media.state", { callId: this.call.id, ...this.flags }));
  }

  /** Begins anew with an offer of its own. */
  offerAnew(): Promise<void> {
    return this.signaling.run(async () => {
      const description = await this.newOffer();
      this.sendDescription(description);
      this.start();
    });
  }

  receive(description: Description): Promise<void> {
    return this.guarded(async () => {
      const begins = description.type === "offer" && (this.link === undefined || this.link.isForeign(description));
      if (!begins) return this.link?.negotiation.receive(description);
      // Without own media there is nothing to answer with: a call that waits to be rejoined offers by itself then.
      if (this.local === undefined) return;
      this.linkIsAhead = this.link !== undefined;
      const link = await this.newLink();
      this.sendDescription(await link.negotiation.answer(description, () => this.attachTo(link)));
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
      } else if (this.link?.hasMet === true) {
        this.dropLink();
        this.call.emit("connection", "reconnecting");
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
    if (!this.call.peerIsAway) this.link?.restart();
  }

  renewServers(iceServers: RTCIceServer[]): void {
    this.link?.renewServers(iceServers);
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.switch("audio", (local) => local.setMicrophone(on));
  }

  setCamera(on: boolean): Promise<void> {
    return this.switch("video", (local) => local.setCamera(on));
  }

  setHold(on: boolean): Promise<void> {
    return this.switching.run(async () => {
      this.opened().setHold(on);
      for (const track of this.link?.remoteStream.getTracks() ?? []) track.enabled = !on;
      this.announce();
    });
  }

  close(): void {
    this.closed = true;
    this.reset();
  }

  /** Back to the beginning, so that it can be tried once more. */
  reset(): void {
    this.dropLink();
    this.withoutLink = "connecting";
    this.local?.close();
    this.local = undefined;
  }

  /** Closes the link and leaves the tracks open. */
  dropLink(): void {
    if (this.hasMet) this.withoutLink = "reconnecting";
    this.link?.close();
    this.link = undefined;
  }

  private adopt(local: LocalMedia): void {
    this.local = local;
    this.call.emit("localStream", local.stream);
    if (this.call.state === "active") this.announce();
  }

  private opened(): LocalMedia {
    if (this.local === undefined || this.closed) throw ended();
    return this.local;
  }

  private async newOffer(): Promise<Description> {
    this.linkIsAhead = false;
    const link = await this.newLink();
    await this.attachTo(link);
    return link.negotiation.offer();
  }

  private async newLink(): Promise<PeerLink> {
    const iceServers = await this.env.iceServers.get();
    if (this.closed) throw ended();
    this.dropLink();
    const { env, call } = this;
    const link = new PeerLink(env.platform, { ...env.rtcConfiguration, iceServers }, env.statsIntervalMs, this.withoutLink, {
      isPolite: () => call.isPolite,
      description: (description) => this.sendDescription(description),
      candidates: (candidates, end) =>
        this.tell(env.request("media.candidates", { ...this.address(), candidates, ...(end ? { end } : {}) })),
      track: (track, stream) => {
        if (this.flags.hold) track.enabled = false;
        if (stream.getTracks().length === 1) call.emit("remoteStream", stream);
        call.emit("remoteTrack", { track, stream });
      },
      connection: (state, platformState) => {
        call.emit("connection", state);
        this.tell(env.request("media.connection", { callId: call.id, peer: call.peer, state: platformState }));
      },
      stats: (stats) => this.tell(env.request("media.stats", { callId: call.id, peer: call.peer, ...stats })),
      failed: (error) => {
        // What a connection that has been replaced could not finish is of no interest.
        if (this.link === link) this.report(error);
      },
    });
    this.link = link;
    return link;
  }

  private attachTo(link: PeerLink): Promise<void> {
    return link.attach(this.opened(), this.call.media === "video" ? ["audio", "video"] : ["audio"]);
  }

  private switch(kind: TrackKind, change: (local: LocalMedia) => Promise<void>): Promise<void> {
    return this.switching.run(async () => {
      const local = this.opened();
      await change(local);
      if (this.closed) {
        local.close();
        throw ended();
      }
      await this.link?.send(kind, local.track(kind), local.stream);
      this.call.emit("localStream", local.stream);
      this.announce();
    });
  }

  private address(): { readonly callId: string; readonly to: PartyRef; readonly epoch: number } {
    return { callId: this.call.id, to: this.call.peer, epoch: this.call.epoch };
  }

  private sendDescription(description: Description): void {
    this.tell(this.env.request("media.description", { ...this.address(), description }));
  }

  private tell(sent: Promise<unknown>): void {
    sent.catch((error: unknown) => this.report(error));
  }

  private guarded(task: () => Promise<void>): Promise<void> {
    return this.signaling.run(task).catch((error: unknown) => this.report(error));
  }

  /** A call that is over has nothing left to fail. */
  private report(error: unknown): void {
    if (!this.closed && !this.call.isOver) this.call.emit("error", CarillonError.from(error, "media_unavailable"));
  }
}

function ended(): CarillonError {
  return new CarillonError("call_ended", "the call is over");
}
