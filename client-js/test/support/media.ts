/** A microphone or camera that is not there. */
export class FakeTrack {
  readonly id = crypto.randomUUID();
  enabled = true;
  readyState: "live" | "ended" = "live";

  constructor(readonly kind: "audio" | "video") {}

  stop(): void {
    this.readyState = "ended";
  }
}

export class FakeMediaStream {
  private readonly tracks: FakeTrack[];

  constructor(tracks: FakeTrack[] = []) {
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

/** A machine with one microphone and one camera, which remembers what was opened. */
export class FakeDevices {
  readonly opened: FakeTrack[] = [];
  denied = false;

  readonly getUserMedia = async (constraints: MediaStreamConstraints): Promise<MediaStream> => {
    if (this.denied) throw new DOMException("Permission denied", "NotAllowedError");
    const kinds = (["audio", "video"] as const).filter((kind) => constraints[kind]);
    const tracks = kinds.map((kind) => new FakeTrack(kind));
    this.opened.push(...tracks);
    return new FakeMediaStream(tracks) as unknown as MediaStream;
  };

  /** Tracks that are still open. */
  get live(): FakeTrack[] {
    return this.opened.filter(({ readyState }) => readyState === "live");
  }
}
