import type { MediaConnection } from "../peer.js";
import type { MediaPlatform } from "../platform.js";
import type { Description, MediaStats, PeerConnectionState } from "../protocol.js";
import { ownLines, type OwnLines } from "./bridge-lines.js";
import { type BridgeStreams, sourceOf } from "./bridge-streams.js";
import type { OwnTracks } from "./local-media.js";
import { type Quality, qualityOf } from "./quality.js";
import { originSessionId } from "./sdp.js";
import { type Sample, type StatsEntries, summarize } from "./stats.js";

/** A path that is interrupted for so long is given up, in milliseconds; shorter gaps heal by themselves. */
const DISCONNECTED_PATIENCE_MS = 5_000;

/** What is told of a link. */
export interface BridgeLinkListener {
  track(track: MediaStreamTrack, stream: MediaStream): void;
  /** Nothing comes in that stream any more. */
  gone(stream: MediaStream): void;
  /** `failed` also where the path was interrupted for too long. */
  connection(state: PeerConnectionState): void;
  stats(stats: MediaStats): void;
  quality(userId: string, quality: Quality): void;
}

/** One peer connection to a bridge: the service offers in the bridge's name, this side answers. */
export class BridgeLink {
  connection: MediaConnection = "connecting";
  private readonly pc: RTCPeerConnection;
  private readonly streams = new Map<string, MediaStream>();
  private readonly qualities = new Map<string, Quality>();
  private samples = new Map<string, Sample>();
  private lines: OwnLines = { audio: undefined, camera: undefined, screen: undefined };
  private wasConnected = false;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private statsTimer: ReturnType<typeof setInterval> | undefined;

  constructor(
    platform: MediaPlatform,
    private readonly configuration: RTCConfiguration,
    private readonly statsIntervalMs: number,
    readonly epoch: number,
    private readonly listener: BridgeLinkListener,
  ) {
    this.pc = new platform.RTCPeerConnection(configuration);
    this.pc.ontrack = ({ track, streams: [stream] }) => {
      if (stream === undefined || sourceOf(stream.id) === undefined) return;
      this.streams.set(stream.id, stream);
      listener.track(track, stream);
    };
    this.pc.onconnectionstatechange = () => this.changed(this.pc.connectionState);
  }

  get hasConnected(): boolean {
    return this.wasConnected;
  }

  /** What can be seen and heard of others. */
  get all(): readonly MediaStream[] {
    return [...this.streams.values()];
  }

  /** Whether that offer continues what was offered to this connection. */
  isFor(epoch: number, offer: Description): boolean {
    const known = this.pc.remoteDescription;
    return epoch === this.epoch && (known === null || originSessionId(known.sdp) === originSessionId(offer.sdp));
  }

  /** What comes from that user: by that device, or by another one where none comes from that. */
  streamsOf(userId: string, deviceId: string | undefined): BridgeStreams {
    const own = this.all.flatMap((stream) => {
      const source = sourceOf(stream.id);
      return source?.userId === userId ? [{ ...source, stream }] : [];
    });
    const pick = (screen: boolean): MediaStream | undefined => {
      const fitting = own.filter((candidate) => candidate.screen === screen);
      return (fitting.find((candidate) => candidate.deviceId === deviceId) ?? fitting.at(-1))?.stream;
    };
    return { main: pick(false), screen: pick(true) };
  }

  qualityOf(userId: string): Quality | undefined {
    return this.qualities.get(userId);
  }

  /** @param keepsCamera whether the camera's place is kept without one, so that it can come without another offer */
  async answer(offer: Description, tracks: OwnTracks, keepsCamera: boolean): Promise<Description> {
    await this.pc.setRemoteDescription(offer);
    this.forgetEmpty();
    this.lines = ownLines(offer.sdp);
    const { audio, camera, screen } = tracks;
    this.direct(this.lines.audio, "sendrecv");
    this.direct(this.lines.camera, keepsCamera || camera ? "sendrecv" : "recvonly");
    this.direct(this.lines.screen, screen ? "sendonly" : "inactive");
    await this.send({ audio, camera, screen });
    await this.pc.setLocalDescription();
    const answer = this.pc.localDescription;
    if (answer === null) throw new Error("no local description");
    return { type: "answer", sdp: answer.sdp };
  }

  /** Sends these from now on, as far as the last offer has a place for them. */
  async send({ audio, camera, screen }: OwnTracks): Promise<void> {
    await this.transceiver(this.lines.audio)?.sender.replaceTrack(audio);
    await this.transceiver(this.lines.camera)?.sender.replaceTrack(camera);
    await this.transceiver(this.lines.screen)?.sender.replaceTrack(screen);
  }

  renewServers(iceServers: RTCIceServer[]): void {
    this.pc.setConfiguration({ ...this.configuration, iceServers });
  }

  close(): void {
    clearTimeout(this.patience);
    clearInterval(this.statsTimer);
    this.pc.ontrack = null;
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }

  private forgetEmpty(): void {
    for (const [id, stream] of this.streams) {
      if (stream.getTracks().length > 0) continue;
      this.streams.delete(id);
      this.listener.gone(stream);
    }
  }

  private transceiver(mid: string | undefined): RTCRtpTransceiver | undefined {
    return mid === undefined ? undefined : this.pc.getTransceivers().find((candidate) => candidate.mid === mid);
  }

  private direct(mid: string | undefined, direction: RTCRtpTransceiverDirection): void {
    const transceiver = this.transceiver(mid);
    if (transceiver && transceiver.direction !== direction) transceiver.direction = direction;
  }

  private changed(state: RTCPeerConnectionState): void {
    clearTimeout(this.patience);
    if (state === "connected") {
      this.wasConnected = true;
      this.startStats();
    } else if (state === "disconnected") {
      this.patience = setTimeout(() => this.changed("failed"), DISCONNECTED_PATIENCE_MS);
    }
    this.connection = this.seenByApp(state);
    this.listener.connection(state);
  }

  private seenByApp(state: RTCPeerConnectionState): MediaConnection {
    if (state === "connected" || state === "failed") return state;
    return this.wasConnected ? "reconnecting" : "connecting";
  }

  private startStats(): void {
    if (this.statsIntervalMs > 0) this.statsTimer ??= setInterval(() => void this.measure(), this.statsIntervalMs);
  }

  /** Of the whole connection for the service, of each participant for the app. */
  private async measure(): Promise<void> {
    // A connection that was closed meanwhile has none.
    const report = await this.pc.getStats().catch(() => undefined);
    if (report === undefined) return;
    const samples = new Map<string, Sample>();
    const measured = (key: string, entries: StatsEntries): ReturnType<typeof summarize> => {
      const summary = summarize(entries, this.samples.get(key));
      samples.set(key, summary.sample);
      return summary;
    };
    this.listener.stats(measured("", report).stats);
    for (const [id, stream] of this.streams) {
      const userId = sourceOf(id)?.userId;
      const { reception } = measured(id, receivedIn(report, stream));
      if (userId !== undefined && reception) this.rate(userId, qualityOf(reception));
    }
    this.samples = samples;
  }

  private rate(userId: string, quality: Quality): void {
    if (this.qualities.get(userId) === quality) return;
    this.qualities.set(userId, quality);
    this.listener.quality(userId, quality);
  }
}

/** A connection's statistics without what comes in other streams. */
function receivedIn(report: RTCStatsReport, stream: MediaStream): StatsEntries {
  const tracks = new Set(stream.getTracks().map(({ id }) => id));
  return {
    forEach(each) {
      report.forEach((entry: RTCStats) => {
        const { trackIdentifier } = entry as RTCInboundRtpStreamStats;
        if (entry.type !== "inbound-rtp" || (trackIdentifier !== undefined && tracks.has(trackIdentifier))) each(entry);
      });
    },
  };
}
