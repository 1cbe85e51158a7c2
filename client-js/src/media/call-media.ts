import type { LocalMediaOptions } from "../call.js";
import type { CallFacts } from "../call-facts.js";
import { CarillonError } from "../errors.js";
import type { MediaConnection } from "../peer.js";
import type { MediaFlags } from "../protocol.js";
import { Serial } from "../serial.js";
import { LocalMedia, type LocalMediaListener, type TrackKind } from "./local-media.js";
import { ended, type MediaEnvironment, type PathOwner, PeerMedia } from "./peer-media.js";
import type { Quality } from "./quality.js";
import { ScreenCapture } from "./screen-capture.js";

const SILENT: MediaFlags = { audio: false, video: false, screen: false, hold: false };
/** From the best: what a group's connection is called by. */
const BEST_FIRST: readonly MediaConnection[] = ["connected", "connecting", "reconnecting", "failed"];

/** The media of one call: own tracks, and a path to each other party. */
export class CallMedia implements PathOwner, LocalMediaListener {
  local: LocalMedia | undefined;
  isClosed = false;
  private readonly paths = new Map<string, PeerMedia>();
  private opening: Promise<void> = Promise.resolve();
  /** One after the other for each kind: the microphone doesn't wait for a camera that opens slowly. */
  private readonly switching = { audio: new Serial(), video: new Serial() };
  private choosingScreen: Promise<void> | undefined;
  private told: MediaConnection = "connecting";

  constructor(
    private readonly env: MediaEnvironment,
    private readonly call: CallFacts,
  ) {}

  get flags(): MediaFlags {
    return this.local?.flags ?? SILENT;
  }

  get isOpen(): boolean {
    return this.local !== undefined;
  }

  /** The best path, the only one in a call of two. */
  get connection(): MediaConnection {
    const found = [...this.paths.values()].map(({ connection }) => connection);
    return BEST_FIRST.find((state) => found.includes(state)) ?? "connecting";
  }

  /** The path to that user, made where there is none yet. */
  pathTo(userId: string): PeerMedia {
    let path = this.paths.get(userId);
    if (path === undefined) {
      path = new PeerMedia(this.env, this.call, userId, this);
      this.paths.set(userId, path);
    }
    return path;
  }

  knownPathTo(userId: string): PeerMedia | undefined {
    return this.paths.get(userId);
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
    local.limit(this.call.maySend);
    this.call.emit("localStream", local.stream);
    if (this.call.state === "active") this.announce();
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

  /** Offers to those users, who wait for it. */
  async offerTo(users: readonly string[]): Promise<void> {
    const failures: { path: PeerMedia; error: unknown }[] = [];
    const offer = async (path: PeerMedia): Promise<void> => {
      try {
        await path.offerAnew();
      } catch (error) {
        failures.push({ path, error });
      }
    };
    await Promise.all(users.map((userId) => offer(this.pathTo(userId))));
    if (failures.length > 0 && failures.length === users.length) throw CarillonError.from(failures[0]?.error, "media_unavailable");
    for (const { path, error } of failures) path.report(error);
  }

  /** Tells the others, and the app, what is sent. */
  announce(): void {
    if (this.local === undefined) return;
    this.call.emit("localMedia", this.flags);
    this.env.request("media.state", { callId: this.call.id, ...this.flags }).catch((error: unknown) => this.report(error));
  }

  restartUnlessConnected(): void {
    for (const path of this.paths.values()) path.restartUnlessConnected();
  }

  restart(): void {
    for (const path of this.paths.values()) path.restart();
  }

  renewServers(iceServers: RTCIceServer[]): void {
    for (const path of this.paths.values()) path.renewServers(iceServers);
  }

  setMicrophone(on: boolean | string): Promise<void> {
    if (on !== false && !this.call.maySend.audio) return Promise.reject(forbidden());
    return this.switch("audio", (local) => (typeof on === "string" ? local.use("audio", on) : local.setMicrophone(on)));
  }

  setCamera(on: boolean | string): Promise<void> {
    if (on !== false && !this.call.maySend.video) return Promise.reject(forbidden());
    return this.switch("video", (local) => (typeof on === "string" ? local.use("video", on) : local.setCamera(on)));
  }

  setScreen(on: boolean): Promise<void> {
    if (on && !this.call.maySend.screen) return Promise.reject(forbidden());
    if (!on) return this.local?.screen ? this.switch("video", (local) => local.share(undefined)) : Promise.resolve();
    this.choosingScreen ??= this.shareScreen().finally(() => (this.choosingScreen = undefined));
    return this.choosingScreen;
  }

  async setHold(on: boolean): Promise<void> {
    const local = this.opened();
    if (local.flags.hold === on) return;
    local.setHold(on);
    for (const path of this.paths.values()) path.setAudible(!on);
    this.announce();
  }

  /** Who is out needs no path. */
  dropPath(userId: string): void {
    const path = this.paths.get(userId);
    if (path === undefined) return;
    path.close();
    this.paths.delete(userId);
    this.tellConnection();
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
    for (const path of this.paths.values()) path.close();
    this.paths.clear();
  }

  track(userId: string, track: MediaStreamTrack, stream: MediaStream): void {
    const peer = this.call.peerOf(userId);
    const isMain = this.call.isMainPeer(userId);
    if (stream.getTracks().length === 1) {
      this.call.emit("peerStream", { peer, stream });
      if (isMain) this.call.emit("remoteStream", stream);
    }
    this.call.emit("peerTrack", { peer, track, stream });
    if (isMain) this.call.emit("remoteTrack", { track, stream });
  }

  connectionChanged(userId: string): void {
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

  private opened(): LocalMedia {
    if (this.local === undefined || this.isClosed) throw ended();
    return this.local;
  }

  private async shareScreen(): Promise<void> {
    if (this.opened().screen) return;
    const stopped = (): void => void this.setScreen(false).catch((error: unknown) => this.report(error));
    const capture = await ScreenCapture.open(this.env.platform, stopped);
    try {
      await this.switch("video", (local) => local.share(capture));
    } catch (error) {
      capture.close();
      throw error;
    }
  }

  private switch(kind: TrackKind, change: (local: LocalMedia) => Promise<void>): Promise<void> {
    return this.switching[kind].run(async () => {
      const local = this.opened();
      const { screen } = local;
      const before = local.sent(kind);
      try {
        await change(local);
      } catch (error) {
        if (local.sent(kind) !== before) await this.resend(kind);
        throw error;
      }
      if (this.isClosed) {
        local.close();
        throw ended();
      }
      await this.resend(kind);
      if (local.screen !== screen) this.call.emit("localScreen", local.screen);
    });
  }

  private async resend(kind: TrackKind): Promise<void> {
    const { local } = this;
    if (local === undefined) return;
    await Promise.all([...this.paths.values()].map((path) => path.send(kind)));
    this.call.emit("localStream", local.stream);
    this.announce();
  }

  private tellConnection(): void {
    const { connection } = this;
    if (connection === this.told) return;
    this.told = connection;
    this.call.emit("connection", connection);
  }

  /** A call that is over has nothing left to fail. */
  private report(error: unknown): void {
    if (!this.isClosed && !this.call.isOver) this.call.emit("error", CarillonError.from(error, "media_unavailable"));
  }
}

function forbidden(): CarillonError {
  return new CarillonError("forbidden", "this device may not send that: it is muted, or its token does not let it");
}
