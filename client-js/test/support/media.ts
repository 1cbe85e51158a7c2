/** A microphone, camera or screen that is not there. */
export class FakeTrack extends EventTarget {
  readonly id = crypto.randomUUID();
  enabled = true;
  contentHint = "";
  readyState: "live" | "ended" = "live";

  constructor(
    readonly kind: "audio" | "video",
    readonly deviceId: string = kind === "audio" ? "mic-1" : "cam-1",
  ) {
    super();
  }

  /** As in a browser, no event: whoever stops a track knows it. */
  stop(): void {
    this.readyState = "ended";
  }

  /** The device was unplugged, or the user pressed the browser's button that stops sharing. */
  endByItself(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

export class FakeMediaStream {
  private readonly tracks: FakeTrack[];

  constructor(
    tracks: FakeTrack[] = [],
    readonly id: string = crypto.randomUUID(),
  ) {
    this.tracks = [...tracks];
  }

  getTracks(): FakeTrack[] {
    return [...this.tracks];
  }

  addTrack(track: FakeTrack): void {
    if (!this.tracks.includes(track)) this.tracks.push(track);
  }

  removeTrack(track: FakeTrack): void {
    this.tracks.splice(this.tracks.indexOf(track), 1);
  }
}

/** A machine with two microphones, two cameras, a speaker and a screen, which remembers what was opened. */
export class FakeDevices {
  readonly opened: FakeTrack[] = [];
  denied = false;
  /** A phone, where a second camera opens only when the first is closed. */
  oneCameraAtATime = false;
  list = [
    { kind: "audioinput", deviceId: "mic-1", label: "Microphone" },
    { kind: "audioinput", deviceId: "mic-2", label: "Headset" },
    { kind: "videoinput", deviceId: "cam-1", label: "Front" },
    { kind: "videoinput", deviceId: "cam-2", label: "Back" },
    { kind: "audiooutput", deviceId: "out-1", label: "Speaker" },
  ];
  private readonly watchers = new Set<() => void>();

  readonly getUserMedia = async (constraints: MediaStreamConstraints): Promise<MediaStream> => {
    if (this.denied) throw new DOMException("Permission denied", "NotAllowedError");
    const kinds = (["audio", "video"] as const).filter((kind) => constraints[kind]);
    return this.open(kinds.map((kind) => this.track(kind, constraints[kind])));
  };

  readonly getDisplayMedia = async (): Promise<MediaStream> => {
    if (this.denied) throw new DOMException("Permission denied", "NotAllowedError");
    return this.open([new FakeTrack("video", "screen")]);
  };

  readonly enumerateDevices = async (): Promise<MediaDeviceInfo[]> => this.list as MediaDeviceInfo[];

  readonly watchDevices = (changed: () => void): (() => void) => {
    this.watchers.add(changed);
    return () => void this.watchers.delete(changed);
  };

  get isWatched(): boolean {
    return this.watchers.size > 0;
  }

  /** A device goes, with the tracks that come from it. */
  unplug(deviceId: string): void {
    this.list = this.list.filter((device) => device.deviceId !== deviceId);
    for (const track of this.live) if (track.deviceId === deviceId) track.endByItself();
    for (const changed of this.watchers) changed();
  }

  /** Tracks that are still open. */
  get live(): FakeTrack[] {
    return this.opened.filter(({ readyState }) => readyState === "live");
  }

  /** The open track of that kind, from a device or the screen. */
  liveFrom(deviceId: string): FakeTrack | undefined {
    return this.live.find((track) => track.deviceId === deviceId);
  }

  private track(kind: "audio" | "video", constraint: boolean | MediaTrackConstraints | undefined): FakeTrack {
    const wanted = typeof constraint === "object" ? (constraint.deviceId as { exact?: string } | undefined)?.exact : undefined;
    if (wanted !== undefined && !this.list.some(({ deviceId }) => deviceId === wanted)) {
      throw new DOMException("no such device", "OverconstrainedError");
    }
    const isTaken = kind === "video" && this.oneCameraAtATime && this.live.some((track) => track.kind === "video");
    if (isTaken) throw new DOMException("in use", "NotReadableError");
    return new FakeTrack(kind, wanted);
  }

  private open(tracks: FakeTrack[]): MediaStream {
    this.opened.push(...tracks);
    return new FakeMediaStream(tracks) as unknown as MediaStream;
  }
}
