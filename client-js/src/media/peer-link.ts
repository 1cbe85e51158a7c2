import type { MediaConnection } from "../peer.js";
import type { MediaPlatform } from "../platform.js";
import type { Description, MediaStats, PeerConnectionState } from "../protocol.js";
import type { LocalMedia, TrackKind } from "./local-media.js";
import { Negotiation, type Signaling } from "./negotiation.js";
import { type Quality, qualityOf } from "./quality.js";
import { originSessionId } from "./sdp.js";
import { type Sample, type Summary, summarize } from "./stats.js";

/** A path that is interrupted for so long gets an ICE restart, in milliseconds; shorter gaps heal by themselves. */
const DISCONNECTED_PATIENCE_MS = 3_000;

export interface PeerLinkListener extends Signaling {
  isPolite(): boolean;
  track(track: MediaStreamTrack, stream: MediaStream): void;
  /** The path as the app sees it, and as the platform names it. */
  connection(state: MediaConnection, platformState: PeerConnectionState): void;
  /** Measured now; without a quality where nothing came. */
  stats(stats: MediaStats, quality: Quality | undefined): void;
  failed(error: unknown): void;
}

/** The media connection to one other party: one RTCPeerConnection for as long as that party keeps its own. */
export class PeerLink {
  readonly remoteStream: MediaStream;
  readonly negotiation: Negotiation;
  private readonly pc: RTCPeerConnection;
  private wasConnected = false;
  private restartTimer: ReturnType<typeof setTimeout> | undefined;
  private statsTimer: ReturnType<typeof setInterval> | undefined;
  private sample: Sample | undefined;
  private current: MediaConnection;

  constructor(
    platform: MediaPlatform,
    private readonly configuration: RTCConfiguration,
    private readonly statsIntervalMs: number,
    /** What the app is to read until this link is connected. */
    private readonly atFirst: "connecting" | "reconnecting",
    private readonly listener: PeerLinkListener,
  ) {
    this.current = atFirst;
    this.pc = new platform.RTCPeerConnection(configuration);
    this.remoteStream = new platform.MediaStream();
    this.negotiation = new Negotiation(
      this.pc,
      () => listener.isPolite(),
      listener,
      (error) => listener.failed(error),
    );
    this.pc.ontrack = ({ track }) => {
      this.remoteStream.addTrack(track);
      listener.track(track, this.remoteStream);
    };
    this.pc.onconnectionstatechange = () => this.connectionChanged(this.pc.connectionState);
  }

  get connection(): MediaConnection {
    return this.current;
  }

  /** Whether the other party's description has been seen: before, this side has met no connection of theirs. */
  get hasMet(): boolean {
    return this.pc.remoteDescription !== null;
  }

  /** Whether this offer comes from another peer connection than the one that this link is connected to. */
  isForeign(offer: Description): boolean {
    const known = this.pc.remoteDescription && originSessionId(this.pc.remoteDescription.sdp);
    const offered = originSessionId(offer.sdp);
    return known !== null && known !== undefined && offered !== undefined && known !== offered;
  }

  /**
   * Sends these tracks from now on. A kind without a track keeps its place where `kinds` names it, so that
   * the track can come later without a new negotiation.
   */
  async attach(local: LocalMedia, kinds: readonly TrackKind[]): Promise<void> {
    for (const kind of ["audio", "video"] as const) {
      await this.send(kind, local.sent(kind), local.stream, kinds.includes(kind));
    }
  }

  async send(kind: TrackKind, track: MediaStreamTrack | null, stream: MediaStream, keepPlace = false): Promise<void> {
    const transceiver = this.pc.getTransceivers().find(({ receiver }) => receiver.track.kind === kind);
    if (transceiver === undefined) {
      if (track) this.pc.addTransceiver(track, { direction: "sendrecv", streams: [stream] });
      else if (keepPlace) this.pc.addTransceiver(kind, { direction: "sendrecv", streams: [stream] });
      return;
    }
    await transceiver.sender.replaceTrack(track);
    if (track || keepPlace) transceiver.direction = "sendrecv";
  }

  /** Gathers candidates and checks paths anew; media flows on over the old path meanwhile. */
  restart(): void {
    this.clearRestart();
    this.pc.restartIce();
  }

  /** The same where there is no working path. */
  restartUnlessConnected(): void {
    if (this.wasConnected && this.pc.connectionState !== "connected") this.restart();
  }

  renewServers(iceServers: RTCIceServer[]): void {
    this.pc.setConfiguration({ ...this.configuration, iceServers });
  }

  close(): void {
    this.clearRestart();
    clearInterval(this.statsTimer);
    this.negotiation.close();
    this.pc.ontrack = null;
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }

  private connectionChanged(state: RTCPeerConnectionState): void {
    this.clearRestart();
    if (state === "connected") {
      this.wasConnected = true;
      this.startStats();
    } else if (state === "disconnected") {
      this.restartTimer = setTimeout(() => this.restart(), DISCONNECTED_PATIENCE_MS);
    } else if (state === "failed") {
      this.restart();
    }
    this.current = this.seenByApp(state);
    this.listener.connection(this.current, state);
  }

  private seenByApp(state: RTCPeerConnectionState): MediaConnection {
    switch (state) {
      case "connected":
      case "failed":
        return state;
      case "disconnected":
        return "reconnecting";
      default:
        return this.wasConnected ? "reconnecting" : this.atFirst;
    }
  }

  private startStats(): void {
    if (this.statsIntervalMs === 0 || this.statsTimer !== undefined) return;
    this.statsTimer = setInterval(() => void this.reportStats(), this.statsIntervalMs);
    // What the first interval is measured against.
    void this.measure();
  }

  private async reportStats(): Promise<void> {
    const summary = await this.measure();
    if (summary) this.listener.stats(summary.stats, summary.reception && qualityOf(summary.reception));
  }

  private async measure(): Promise<Summary | undefined> {
    try {
      const summary = summarize(await this.pc.getStats(), this.sample);
      this.sample = summary.sample;
      return summary;
    } catch (error) {
      this.listener.failed(error);
      return undefined;
    }
  }

  private clearRestart(): void {
    clearTimeout(this.restartTimer);
    this.restartTimer = undefined;
  }
}
