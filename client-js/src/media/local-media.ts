import type { LocalMediaOptions } from "../call.js";
import { CarillonError } from "../errors.js";
import type { MediaPlatform } from "../platform.js";
import type { MediaFlags, MediaKind } from "../protocol.js";

export type TrackKind = "audio" | "video";

/** This device's microphone and camera in one call, as one stream whose tracks come and go. */
export class LocalMedia {
  private held = false;
  private readonly wanted = { audio: true, video: true };

  private constructor(
    private readonly platform: MediaPlatform,
    readonly stream: MediaStream,
    private readonly constraints: { readonly audio: boolean | MediaTrackConstraints; readonly video: boolean | MediaTrackConstraints },
    /** Tracks of the app's own stream are muted, never stopped. */
    private readonly borrowed: ReadonlySet<MediaStreamTrack>,
  ) {}

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

  get flags(): MediaFlags {
    return { audio: this.isOn("audio"), video: this.isOn("video"), screen: false, hold: this.held };
  }

  track(kind: TrackKind): MediaStreamTrack | null {
    return this.stream.getTracks().find((track) => track.kind === kind) ?? null;
  }

  /** Mutes by silence: the microphone stays open, so that unmuting is immediate. */
  async setMicrophone(on: boolean): Promise<void> {
    this.wanted.audio = on;
    if (on) await this.ensure("audio");
    this.apply();
  }

  /** Off releases the camera and its light, unless the track is the app's. */
  async setCamera(on: boolean): Promise<void> {
    this.wanted.video = on;
    const track = this.track("video");
    if (on) {
      await this.ensure("video");
    } else if (track && !this.borrowed.has(track)) {
      track.stop();
      this.stream.removeTrack(track);
    }
    this.apply();
  }

  setHold(on: boolean): void {
    this.held = on;
    this.apply();
  }

  close(): void {
    for (const track of this.stream.getTracks()) {
      if (!this.borrowed.has(track)) track.stop();
    }
  }

  private isOn(kind: TrackKind): boolean {
    return this.wanted[kind] && this.track(kind) !== null;
  }

  private async ensure(kind: TrackKind): Promise<void> {
    if (this.track(kind)) return;
    const opened = await capture(this.platform, { [kind]: this.constraints[kind] });
    for (const track of opened.getTracks()) this.stream.addTrack(track);
  }

  private apply(): void {
    for (const kind of ["audio", "video"] as const) {
      const track = this.track(kind);
      if (track) track.enabled = this.wanted[kind] && !this.held;
    }
  }
}

async function capture(platform: MediaPlatform, constraints: MediaStreamConstraints): Promise<MediaStream> {
  try {
    return await platform.getUserMedia(constraints);
  } catch (error) {
    throw CarillonError.from(error, "media_unavailable");
  }
}
