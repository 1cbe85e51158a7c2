import type { LocalMediaOptions } from "../call.js";
import { CarillonError } from "../errors.js";
import type { MediaPlatform } from "../platform.js";
import type { MediaFlags, MediaKind, Tracks } from "../protocol.js";
import type { ScreenCapture } from "./screen-capture.js";

export type TrackKind = "audio" | "video";

type Constraint = boolean | MediaTrackConstraints;

/** What a call sends where each has a place of its own. */
export type OwnTracks = Readonly<Record<"audio" | "camera" | "screen", MediaStreamTrack | null>>;

/** What happens to own media without the call's doing. */
export interface LocalMediaListener {
  /** A microphone or camera was unplugged or taken away. */
  lost(kind: TrackKind): void;
}

/** This device's microphone, camera and screen in one call. Microphone and camera are one stream whose tracks come and go. */
export class LocalMedia {
  /** Whoever carries the call at the moment. */
  listener: LocalMediaListener | undefined;
  /** Whether the screen is sent beside the camera, not in its place. */
  screenIsBeside = false;
  private held = false;
  private readonly wanted = { audio: true, video: true };
  private screenCapture: ScreenCapture | undefined;

  private constructor(
    private readonly platform: MediaPlatform,
    readonly stream: MediaStream,
    private readonly constraints: Record<TrackKind, Constraint>,
    /** Tracks of the app's own stream are muted, never stopped. */
    private readonly borrowed: ReadonlySet<MediaStreamTrack>,
  ) {
    for (const track of stream.getTracks()) this.watch(track);
  }

  /** @throws CarillonError `media_unavailable` when a device is missing, in use or not permitted */
  static async open(platform: MediaPlatform, media: MediaKind, options: LocalMediaOptions): Promise<LocalMedia> {
    const audio = options.audio ?? true;
    const video = options.video ?? media === "video";
    const constraints = { audio: audio === false ? true : audio, video: video === false ? true : video };
    const { stream } = options;
    if (stream) return new LocalMedia(platform, stream, constraints, new Set(stream.getTracks()));
    const opened = audio === false && video === false ? new platform.MediaStream() : await capture(platform, { audio, video });
    return new LocalMedia(platform, opened, constraints, new Set());
  }

  /** What the others get. */
  get flags(): MediaFlags {
    const screen = this.screenCapture !== undefined;
    return { audio: this.isOn("audio"), video: this.isOn("video") && (!screen || this.screenIsBeside), screen, hold: this.held };
  }

  /** What is sent to a bridge. */
  get tracks(): OwnTracks {
    return { audio: this.track("audio"), camera: this.track("video"), screen: this.screenCapture?.track ?? null };
  }

  get screen(): MediaStream | undefined {
    return this.screenCapture?.stream;
  }

  /** The track that is sent to a party directly; the screen takes the camera's place there. */
  sent(kind: TrackKind): MediaStreamTrack | null {
    return (kind === "video" ? this.screenCapture?.track : undefined) ?? this.track(kind);
  }

  /** Mutes by silence: the microphone stays open, so that unmuting is immediate. */
  async setMicrophone(on: boolean): Promise<void> {
    if (on) await this.ensure("audio");
    this.wanted.audio = on;
    this.apply();
  }

  /** Off releases the camera and its light, unless the track is the app's. */
  async setCamera(on: boolean): Promise<void> {
    const track = this.track("video");
    if (on) await this.ensure("video");
    else if (track && !this.borrowed.has(track)) this.drop(track);
    this.wanted.video = on;
    this.apply();
  }

  /** Captures from that device from now on, and turns it on. */
  async use(kind: TrackKind, deviceId: string): Promise<void> {
    const before = this.constraints[kind];
    const constraint = { ...(typeof before === "object" ? before : {}), deviceId: { exact: deviceId } };
    const track = await this.captureInstead(kind, constraint);
    this.constraints[kind] = constraint;
    const old = this.track(kind);
    if (old && this.borrowed.has(old)) this.stream.removeTrack(old);
    else if (old) this.drop(old);
    this.take(track);
    this.wanted[kind] = true;
    this.apply();
  }

  /** Sends what was captured of the screen, or no longer. */
  async share(capture: ScreenCapture | undefined): Promise<void> {
    this.screenCapture?.close();
    this.screenCapture = capture;
    this.apply();
  }

  /** Turns off what may not be sent. What may be sent again stays off until it is turned on. */
  limit({ audio, video }: Tracks): void {
    this.wanted.audio &&= audio;
    this.wanted.video &&= video;
    this.apply();
  }

  setHold(on: boolean): void {
    this.held = on;
    this.apply();
  }

  close(): void {
    this.screenCapture?.close();
    for (const track of this.stream.getTracks()) {
      if (!this.borrowed.has(track)) track.stop();
    }
  }

  private track(kind: TrackKind): MediaStreamTrack | null {
    return this.stream.getTracks().find((track) => track.kind === kind) ?? null;
  }

  private isOn(kind: TrackKind): boolean {
    return this.wanted[kind] && this.track(kind) !== null;
  }

  private async ensure(kind: TrackKind): Promise<void> {
    if (!this.track(kind)) this.take(await this.captureOne(kind, this.constraints[kind]));
  }

  private async captureInstead(kind: TrackKind, constraint: Constraint): Promise<MediaStreamTrack> {
    try {
      return await this.captureOne(kind, constraint);
    } catch (error) {
      const old = this.track(kind);
      if (!isInUse(error) || old === null || this.borrowed.has(old)) throw error;
      // Many phones open one camera at a time.
      this.drop(old);
      return await this.captureOne(kind, constraint);
    }
  }

  private async captureOne(kind: TrackKind, constraint: Constraint): Promise<MediaStreamTrack> {
    const stream = await capture(this.platform, { [kind]: constraint });
    const track = stream.getTracks().find((candidate) => candidate.kind === kind);
    if (track === undefined) throw new CarillonError("media_unavailable", `the platform captured no ${kind}`);
    return track;
  }

  private take(track: MediaStreamTrack): void {
    this.stream.addTrack(track);
    this.watch(track);
  }

  private drop(track: MediaStreamTrack): void {
    this.stream.removeTrack(track);
    track.stop();
  }

  /** `ended` comes when a track ends by itself, not by `stop()`. */
  private watch(track: MediaStreamTrack): void {
    const kind = track.kind === "audio" ? "audio" : "video";
    track.addEventListener("ended", () => {
      if (this.track(kind) !== track) return;
      this.stream.removeTrack(track);
      this.listener?.lost(kind);
    });
  }

  private apply(): void {
    for (const kind of ["audio", "video"] as const) {
      const track = this.track(kind);
      if (track) track.enabled = this.wanted[kind] && !this.held;
    }
    if (this.screenCapture) this.screenCapture.track.enabled = !this.held;
  }
}

async function capture(platform: MediaPlatform, constraints: MediaStreamConstraints): Promise<MediaStream> {
  try {
    return await platform.getUserMedia(constraints);
  } catch (error) {
    throw CarillonError.from(error, "media_unavailable");
  }
}

function isInUse(error: unknown): boolean {
  const cause = error instanceof CarillonError ? error.cause : undefined;
  return cause instanceof Error && cause.name === "NotReadableError";
}
