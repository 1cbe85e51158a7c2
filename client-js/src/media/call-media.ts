import type { LocalMediaOptions } from "../call.js";
import type { CallFacts } from "../call-facts.js";
import { CarillonError } from "../errors.js";
import type { Events } from "../messages.js";
import type { MediaConnection, PeerPath } from "../peer.js";
import type { MediaFlags, ReceiveWishes, Topology } from "../protocol.js";
import { BridgeMedia, type BridgeOwner } from "./bridge-media.js";
import { DirectPaths } from "./direct-paths.js";
import { HandOver } from "./hand-over.js";
import { LocalMedia, type LocalMediaListener, type TrackKind } from "./local-media.js";
import { OwnSwitches, type SwitchOwner } from "./own-switches.js";
import { ended, type MediaEnvironment, type PeerMedia } from "./peer-media.js";
import type { Quality } from "./quality.js";
import { SeenPaths } from "./seen-paths.js";

const SILENT: MediaFlags = { audio: false, video: false, screen: false, hold: false };

/** The media of one call: own tracks, and the paths to the other parties, direct or by way of a bridge. */
export class CallMedia implements BridgeOwner, SwitchOwner, LocalMediaListener {
  local: LocalMedia | undefined;
  isClosed = false;
  private readonly direct: DirectPaths;
  private readonly bridge: BridgeMedia;
  private readonly handOver: HandOver;
  private readonly seen: SeenPaths;
  private readonly switches: OwnSwitches;
  private opening: Promise<void> = Promise.resolve();
  private told: MediaConnection = "connecting";

  constructor(
    private readonly env: MediaEnvironment,
    private readonly call: CallFacts,
  ) {
    this.direct = new DirectPaths(env, call, this);
    this.bridge = new BridgeMedia(env, call, this);
    this.handOver = new HandOver(call, this.direct, this.bridge, () => this.bridgeChanged());
    this.seen = new SeenPaths(call, this.direct, this.bridge);
    this.switches = new OwnSwitches(env.platform, call, this);
  }

  get flags(): MediaFlags {
    return this.local?.flags ?? SILENT;
  }

  get isOpen(): boolean {
    return this.local !== undefined;
  }

  /** That to the bridge, or the best direct one. */
  get connection(): MediaConnection {
    return this.call.topology === "sfu" && !this.isHeldDirectly ? this.bridge.connection : this.direct.connection;
  }

  /** The direct path to that user, made where there is none yet. */
  pathTo(userId: string): PeerMedia {
    return this.direct.to(userId);
  }

  knownPathTo(userId: string): PeerMedia | undefined {
    return this.direct.known(userId);
  }

  /** How that user is seen and heard, by whatever path. */
  seenOf(userId: string): PeerPath {
    return this.seen.of(userId);
  }

  describe({ from, description, epoch }: Events["media.description"]): void {
    if (from === "sfu") this.bridge.receive({ description, epoch });
    else if (epoch >= this.call.epoch) void this.pathTo(from.userId).receive(description);
    else if (this.knownPathTo(from.userId)?.epoch === epoch) void this.pathTo(from.userId).receive(description);
  }

  receiveCandidates({ from, candidates, epoch }: Events["media.candidates"]): void {
    const path = epoch >= this.call.epoch ? this.pathTo(from.userId) : this.knownPathTo(from.userId);
    void path?.receiveCandidates(candidates);
  }

  /** The call moved onto a bridge, to another one, or off it. */
  moved(before: Topology, usersBefore: readonly string[]): void {
    this.placeScreen();
    this.handOver.begin();
    if (this.call.topology === "direct" && before === "sfu" && this.isOpen)
      this.offerTo(usersBefore).catch((error: unknown) => this.report(error));
    this.tellConnection();
  }

  /** Opens microphone and camera. Descriptions that come meanwhile wait. */
  open(options: LocalMediaOptions): Promise<void> {
    const opened = this.opening.then(async () => {
      const local = await LocalMedia.open(this.env.platform, this.call.media, options);
      if (this.isClosed) {
        local.close();
        throw ended();
      }
      this.adopt(local);
    });
    this.opening = opened.catch(() => undefined);
    return opened;
  }

  /** Sends from these. */
  adopt(local: LocalMedia): void {
    this.local = local;
    local.listener = this;
    local.screenIsBeside = this.call.topology === "sfu";
    local.limit(this.call.maySend);
    this.call.emit("localStream", local.stream);
    if (this.call.state === "active") this.announce();
    this.bridge.takeUp();
  }

  /** Sends nothing that this device may not, or may not any more. */
  obey(): void {
    const { local } = this;
    if (local === undefined) return;
    const { audio, video, screen } = local.flags;
    local.limit(this.call.maySend);
    if (local.screen && !this.call.maySend.screen) {
      void this.setScreen(false).catch((error: unknown) => this.report(error));
    } else if (audio !== local.flags.audio || video !== local.flags.video || screen !== local.flags.screen) {
      if (this.call.state === "active") this.announce();
    }
  }

  whenOpen(): Promise<void> {
    return this.opening;
  }

  /** Takes over the tracks of a call that gave way to this one. */
  takeFrom(other: CallMedia): void {
    const { local } = other;
    other.local = undefined;
    if (local) this.adopt(local);
  }

  /** Offers to those users, who wait for it; on a bridge nobody does. */
  async offerTo(users: readonly string[]): Promise<void> {
    if (this.call.topology === "direct") await this.direct.offerTo(users);
  }

  /** What this device wants to get of a bridge. */
  want(wishes: ReceiveWishes): Promise<void> {
    return this.bridge.want(wishes);
  }

  /** Tells the others, and the app, what is sent. */
  announce(): void {
    if (this.local === undefined) return;
    this.call.emit("localMedia", this.flags);
    this.env.request("media.state", { callId: this.call.id, ...this.flags }).catch((error: unknown) => this.report(error));
  }

  restartUnlessConnected(): void {
    this.direct.restartUnlessConnected();
    this.bridge.restartUnlessConnected();
  }

  restart(): void {
    this.direct.restart();
    this.bridge.restart();
  }

  renewServers(iceServers: RTCIceServer[]): void {
    this.direct.renewServers(iceServers);
    this.bridge.renewServers(iceServers);
  }

  setMicrophone(on: boolean | string): Promise<void> {
    return this.switches.setMicrophone(on);
  }

  setCamera(on: boolean | string): Promise<void> {
    return this.switches.setCamera(on);
  }

  setScreen(on: boolean): Promise<void> {
    return this.switches.setScreen(on);
  }

  async setHold(on: boolean): Promise<void> {
    const { local } = this;
    if (local === undefined || this.isClosed) throw ended();
    if (local.flags.hold === on) return;
    local.setHold(on);
    this.direct.setAudible(!on);
    this.bridge.setAudible(!on);
    this.announce();
  }

  /** Who is out needs no path. */
  dropPath(userId: string): void {
    if (this.direct.drop(userId)) this.tellConnection();
  }

  close(): void {
    this.isClosed = true;
    this.reset();
  }

  /** Back to the beginning, so that it can be tried once more. */
  reset(): void {
    this.dropPaths();
    this.local?.close();
    this.local = undefined;
  }

  /** Closes all paths and leaves the tracks open. */
  dropPaths(): void {
    this.handOver.stop();
    this.direct.close();
    this.bridge.close();
  }

  track(userId: string, track: MediaStreamTrack, stream: MediaStream, isFirst: boolean): void {
    const peer = this.call.peerOf(userId);
    const isMain = this.call.isMainPeer(userId);
    if (this.local?.flags.hold === true) track.enabled = false;
    if (isFirst) {
      this.call.emit("peerStream", { peer, stream });
      if (isMain) this.call.emit("remoteStream", stream);
    }
    this.call.emit("peerTrack", { peer, track, stream });
    if (isMain) this.call.emit("remoteTrack", { track, stream });
  }

  screenChanged(userId: string): void {
    const peer = this.call.peerOf(userId);
    this.call.emit("peerScreen", { peer, stream: peer.screenStream });
  }

  bridgeChanged(): void {
    this.handOver.settle();
    for (const peer of this.call.peers) this.call.emit("peerConnection", peer);
    this.tellConnection();
  }

  connectionChanged(userId: string): void {
    this.handOver.settle();
    this.call.emit("peerConnection", this.call.peerOf(userId));
    this.tellConnection();
  }

  qualityChanged(userId: string, quality: Quality): void {
    this.call.emit("quality", { peer: this.call.peerOf(userId), quality });
  }

  lost(kind: TrackKind): void {
    if (this.isClosed) return;
    this.report(new CarillonError("media_unavailable", kind === "audio" ? "the microphone is gone" : "the camera is gone"));
    void this.resend(kind);
  }

  async resend(kind: TrackKind): Promise<void> {
    const { local } = this;
    if (local === undefined) return;
    await Promise.all([this.direct.send(kind), this.bridge.send()]);
    this.call.emit("localStream", local.stream);
    this.announce();
  }

  /** On a bridge the screen has a place of its own. */
  private placeScreen(): void {
    if (this.local === undefined) return;
    this.local.screenIsBeside = this.call.topology === "sfu";
    if (this.local.screen) this.announce();
  }

  /** Whether the call, on its way to a bridge, still is where it was. */
  private get isHeldDirectly(): boolean {
    return !this.bridge.isConnected && this.direct.connection === "connected";
  }

  private tellConnection(): void {
    const { connection } = this;
    if (connection === this.told) return;
    this.told = connection;
    this.call.emit("connection", connection);
  }

  /** A call that is over has nothing left to fail. */
  report(error: unknown): void {
    if (!this.isClosed && !this.call.isOver) this.call.emit("error", CarillonError.from(error, "media_unavailable"));
  }
}
