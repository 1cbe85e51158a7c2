import { FakeMediaStream, FakeTrack } from "./media.js";

type Kind = "audio" | "video";
type Sdp = { type: "offer" | "answer"; sdp: string };

interface Parsed {
  readonly session: string;
  readonly ufrag: string;
  readonly media: readonly Line[];
}

interface Line {
  readonly kind: Kind;
  readonly mid: string | undefined;
  readonly sends: boolean;
  readonly isRejected: boolean;
  /** The id of the stream that its track is in. */
  readonly stream: string | undefined;
}

class FakeTransceiver {
  private wish: RTCRtpTransceiverDirection;
  readonly receiver: { readonly track: FakeTrack };
  readonly sender: { track: FakeTrack | null; replaceTrack: (track: FakeTrack | null) => Promise<void> };
  negotiated = false;
  announced = false;
  mid: string | null = null;

  constructor(
    readonly kind: Kind,
    track: FakeTrack | null,
    direction: RTCRtpTransceiverDirection,
    private readonly changed: () => void,
  ) {
    this.wish = direction;
    this.receiver = { track: new FakeTrack(kind) };
    this.sender = {
      track,
      replaceTrack: async (next) => {
        this.sender.track = next;
      },
    };
  }

  get direction(): RTCRtpTransceiverDirection {
    return this.wish;
  }

  set direction(direction: RTCRtpTransceiverDirection) {
    if (direction === this.wish) return;
    this.wish = direction;
    this.negotiated = false;
    this.changed();
  }
}

/**
 * Connections that reach each other: two that have each other's ICE credentials and at least one candidate of the other.
 * `blocked` is a network through which nothing passes.
 */
export class FakeNetwork {
  readonly all: FakePeerConnection[] = [];
  blocked = false;
  /** Of a hundred packets so many get lost on the way. */
  lostPercent = 0;
  /** Whether anything comes at all. */
  silent = false;
  /** The SDP session ids of bridges: whoever answers one of their offers is connected to it. */
  readonly bridges = new Set<string>();

  /** An RTCPeerConnection class whose connections are on this network. */
  connectionClass(): new (configuration?: RTCConfiguration) => RTCPeerConnection {
    const network = this;
    const bound = class extends FakePeerConnection {
      constructor(configuration: RTCConfiguration = {}) {
        super(network, configuration);
      }
    };
    return bound as unknown as new (
      configuration?: RTCConfiguration,
    ) => RTCPeerConnection;
  }

  /** Each open connection looks for its counterpart. */
  probe(): void {
    for (const connection of this.all) {
      const isAtBridge = this.bridges.has(connection.remoteSession ?? "");
      connection.meet(this.blocked ? undefined : isAtBridge ? connection : this.all.find((other) => connection.matches(other)));
    }
  }

  /** Nothing passes any more, and each end has noticed. */
  cut(state: "disconnected" | "failed"): void {
    this.blocked = true;
    for (const connection of this.all) if (connection.connectionState === "connected") connection.become(state);
  }
}

let counter = 0;

/**
 * JSEP (RFC 8829) as far as an SDK can see it: signaling states, implicit rollback, negotiation-needed, transceivers
 * by m-line, trickled candidates, ICE restart. It throws where a browser does.
 */
export class FakePeerConnection {
  onicecandidate: ((event: { candidate: { candidate: string; toJSON(): RTCIceCandidateInit } | null }) => void) | null = null;
  onnegotiationneeded: (() => void) | null = null;
  ontrack: ((event: { track: FakeTrack; streams: FakeMediaStream[] }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  /** Candidates of the other side. */
  readonly received: RTCIceCandidateInit[] = [];
  private readonly session = String(4_000_000_000 + ++counter);
  private ufrag = newFragment();
  private transceivers: FakeTransceiver[] = [];
  private readonly streams = new Map<string, FakeMediaStream>();
  private pendingLocal: Sdp | null = null;
  private currentLocal: Sdp | null = null;
  private pendingRemote: Sdp | null = null;
  private currentRemote: Sdp | null = null;
  private restartWanted = false;
  private readonly arrived = { received: 0, lost: 0 };
  private chain: Promise<unknown> = Promise.resolve();
  private chained = 0;

  constructor(
    private readonly network: FakeNetwork,
    private configuration: RTCConfiguration,
  ) {
    network.all.push(this);
  }

  get localDescription(): Sdp | null {
    return this.pendingLocal ?? this.currentLocal;
  }

  get remoteDescription(): Sdp | null {
    return this.pendingRemote ?? this.currentRemote;
  }

  /** Whose answer or answered offer this connection has. */
  get remoteSession(): string | undefined {
    return this.currentRemote === null ? undefined : parse(this.currentRemote.sdp).session;
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  getTransceivers(): FakeTransceiver[] {
    return [...this.transceivers];
  }

  addTransceiver(trackOrKind: FakeTrack | Kind, init: RTCRtpTransceiverInit = {}): FakeTransceiver {
    this.assertOpen();
    const track = typeof trackOrKind === "string" ? null : trackOrKind;
    const kind = typeof trackOrKind === "string" ? trackOrKind : trackOrKind.kind;
    const transceiver = new FakeTransceiver(kind, track, init.direction ?? "sendrecv", () => this.checkNegotiation());
    this.transceivers.push(transceiver);
    this.checkNegotiation();
    return transceiver;
  }

  setLocalDescription(): Promise<void> {
    return this.enqueue(() => {
      if (this.signalingState === "have-remote-offer") {
        this.currentLocal = this.write("answer");
        this.currentRemote = this.pendingRemote;
        this.settle();
      } else {
        if (this.restartWanted) this.ufrag = newFragment();
        this.pendingLocal = this.write("offer");
        this.signalingState = "have-local-offer";
      }
      this.gather();
    });
  }

  setRemoteDescription(description: Sdp): Promise<void> {
    return this.enqueue(() => {
      const { session, ufrag, media } = parse(description.sdp);
      if (session === this.session) throw new DOMException("own description", "InvalidAccessError");
      if (description.type === "offer") {
        // Implicit rollback of an own offer.
        if (this.signalingState === "have-local-offer") this.pendingLocal = null;
        const known = this.currentRemote && parse(this.currentRemote.sdp).ufrag;
        if (known !== null && known !== ufrag) this.ufrag = newFragment();
        this.pendingRemote = description;
        this.signalingState = "have-remote-offer";
      } else {
        if (this.signalingState !== "have-local-offer") throw new DOMException("no offer to answer", "InvalidStateError");
        this.currentLocal = this.pendingLocal;
        this.currentRemote = description;
        this.settle();
      }
      this.take(media);
    });
  }

  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    return this.enqueue(() => {
      const remote = this.remoteDescription;
      if (remote === null) throw new DOMException("no remote description", "InvalidStateError");
      if (parse(remote.sdp).ufrag !== candidate.usernameFragment) throw new DOMException("unknown ufrag", "OperationError");
      this.received.push(candidate);
      setTimeout(() => this.network.probe());
    });
  }

  restartIce(): void {
    this.assertOpen();
    this.restartWanted = true;
    this.checkNegotiation();
  }

  /** A hundred packets have been sent here since the last time. */
  async getStats(): Promise<Map<string, unknown>> {
    const { lostPercent, silent } = this.network;
    this.arrived.lost += silent ? 0 : lostPercent;
    this.arrived.received += silent ? 0 : 100 - lostPercent;
    return new Map<string, unknown>([
      ["pair", { type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 0.0123 }],
      [
        "audio",
        {
          type: "inbound-rtp",
          kind: "audio",
          trackIdentifier: this.transceivers.find(({ kind, announced }) => kind === "audio" && announced)?.receiver.track.id,
          timestamp: this.arrived.received * 10,
          packetsReceived: this.arrived.received,
          packetsLost: this.arrived.lost,
          bytesReceived: this.arrived.received * 80,
          jitter: 0.002,
        },
      ],
    ]);
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
    this.network.all.splice(this.network.all.indexOf(this), 1);
    this.network.probe();
  }

  /** Whether that connection and this one would find each other. */
  matches(other: FakePeerConnection): boolean {
    return other !== this && this.leadsTo(other) && other.leadsTo(this);
  }

  meet(other: FakePeerConnection | undefined): void {
    if (other) this.become("connected");
    else if (this.connectionState === "connected") this.become("disconnected");
  }

  become(state: RTCPeerConnectionState): void {
    if (this.connectionState === state || this.connectionState === "closed") return;
    this.connectionState = state;
    setTimeout(() => this.onconnectionstatechange?.());
  }

  private leadsTo(other: FakePeerConnection): boolean {
    if (this.currentRemote === null || other.currentLocal === null) return false;
    const seen = parse(this.currentRemote.sdp);
    const actual = parse(other.currentLocal.sdp);
    const hasCandidate = this.received.some(({ usernameFragment }) => usernameFragment === seen.ufrag);
    return hasCandidate && seen.session === actual.session && seen.ufrag === actual.ufrag;
  }

  private take(media: Parsed["media"]): void {
    media.forEach(({ kind, mid, sends, isRejected, stream }, index) => {
      const known = this.transceivers[index];
      const isOther = known === undefined || (known.mid !== null && mid !== undefined && known.mid !== mid);
      const transceiver = isOther ? new FakeTransceiver(kind, null, "recvonly", () => this.checkNegotiation()) : known;
      this.transceivers[index] = transceiver;
      transceiver.mid = mid ?? String(index);
      const { track } = transceiver.receiver;
      if (isRejected) for (const one of this.streams.values()) if (one.getTracks().includes(track)) one.removeTrack(track);
      if (!sends || isRejected || transceiver.announced) return;
      transceiver.announced = true;
      this.ontrack?.({ track, streams: [this.streamWith(track, stream)] });
    });
  }

  private streamWith(track: FakeTrack, id: string | undefined): FakeMediaStream {
    if (id === undefined) return new FakeMediaStream([track]);
    const stream = this.streams.get(id) ?? new FakeMediaStream([], id);
    stream.addTrack(track);
    this.streams.set(id, stream);
    return stream;
  }

  private settle(): void {
    this.pendingLocal = null;
    this.pendingRemote = null;
    this.signalingState = "stable";
    this.restartWanted = false;
    for (const transceiver of this.transceivers) transceiver.negotiated = true;
    if (this.connectionState === "new") this.become("connecting");
    setTimeout(() => this.network.probe());
  }

  private gather(): void {
    const { ufrag } = this;
    const emit = (candidate: { candidate: string; toJSON(): RTCIceCandidateInit } | null): void => {
      if (this.signalingState !== "closed") this.onicecandidate?.({ candidate });
    };
    for (const port of [1, 2]) {
      const line = `candidate:${port} 1 udp 2122260223 192.0.2.1 ${port} typ host`;
      setTimeout(() =>
        emit({ candidate: line, toJSON: () => ({ candidate: line, sdpMid: "0", sdpMLineIndex: 0, usernameFragment: ufrag }) }),
      );
    }
    setTimeout(() => emit(null));
  }

  private write(type: Sdp["type"]): Sdp {
    const sections = this.transceivers.map(({ kind, direction }) => `m=${kind} 9 UDP/TLS/RTP/SAVPF 111\r\na=${direction}\r\n`);
    const sdp = `v=0\r\no=- ${this.session} 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:${this.ufrag}\r\n${sections.join("")}`;
    return { type, sdp };
  }

  private checkNegotiation(): void {
    setTimeout(() => {
      const isDue = this.restartWanted || this.transceivers.some(({ negotiated }) => !negotiated);
      if (isDue && this.signalingState === "stable" && this.chained === 0) this.onnegotiationneeded?.();
    });
  }

  private enqueue(operation: () => void): Promise<void> {
    this.chained += 1;
    const result = this.chain.then(() => {
      this.assertOpen();
      operation();
    });
    this.chain = result
      .catch(() => undefined)
      .then(() => {
        this.chained -= 1;
        if (this.chained === 0) this.checkNegotiation();
      });
    return result;
  }

  private assertOpen(): void {
    if (this.signalingState === "closed") throw new DOMException("closed", "InvalidStateError");
  }
}

function newFragment(): string {
  return `u${++counter}`;
}

function parse(sdp: string): Parsed {
  return {
    session: /^o=- (\d+)/m.exec(sdp)?.[1] ?? "",
    ufrag: /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? "",
    media: sdp
      .split(/^(?=m=)/m)
      .slice(1)
      .map(lineOf),
  };
}

function lineOf(section: string): Line {
  return {
    kind: section.startsWith("m=audio") ? "audio" : "video",
    mid: /^a=mid:(\S+)/m.exec(section)?.[1],
    sends: /^a=send(recv|only)/m.test(section),
    isRejected: /^m=\w+ 0 /.test(section),
    stream: /^a=msid:(\S+)/m.exec(section)?.[1],
  };
}
