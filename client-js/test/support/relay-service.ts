import type { CallView, Party } from "../../src/index.js";
import { atEnd } from "./setup.js";
import { READY, type RequestFrame, ScriptedService, type ScriptedSocket } from "./scripted-service.js";

const FLAGS = { audio: true, video: true, screen: false, hold: false };

interface Session {
  socket: ScriptedSocket | undefined;
  seq: number;
  readonly kept: { readonly type: string; readonly data: object; readonly seq: number }[];
}

/**
 * A service for one call between two users, each with one device: so much of the protocol as two clients need to meet.
 * A token is the name of its user.
 */
export class RelayService {
  readonly sessions = new Map<string, Session>();
  /** Every request that came, by user. */
  readonly requests: { readonly userId: string; readonly frame: RequestFrame }[] = [];
  call: CallView | undefined;
  private offer: object | undefined;
  /** What came before the answer. */
  private readonly held: (() => void)[] = [];
  private open = true;

  private constructor(private readonly scripted: ScriptedService) {
    atEnd(() => (this.open = false));
    void this.serve();
  }

  static async start(): Promise<RelayService> {
    return new RelayService(await ScriptedService.start());
  }

  get url(): string {
    return this.scripted.url;
  }

  requestsOf(userId: string, type: string): RequestFrame[] {
    return this.requests.filter((request) => request.userId === userId && request.frame.type === type).map(({ frame }) => frame);
  }

  /** The socket is gone; the session waits. */
  drop(userId: string): void {
    const session = this.sessions.get(userId);
    session?.socket?.drop();
    if (session) session.socket = undefined;
    this.party(userId, { state: "reconnecting" });
    this.tellOther(userId, "call.partyReconnecting", { userId, deviceId: "laptop" });
  }

  /** The node with the session died. */
  forget(userId: string): void {
    const session = this.sessions.get(userId);
    this.sessions.delete(userId);
    session?.socket?.drop();
  }

  /** Tells both users something of the call. */
  tellBoth(type: string, data: object): void {
    if (this.call === undefined) return;
    this.call = { ...this.call, version: this.call.version + 1 };
    for (const userId of this.sessions.keys()) this.tell(userId, type, { callId: this.call.callId, version: this.call.version, ...data });
  }

  private async serve(): Promise<void> {
    while (this.open) {
      const socket = await this.scripted.accept();
      void this.converse(socket);
    }
  }

  private async converse(socket: ScriptedSocket): Promise<void> {
    const hello = await socket.next("hello");
    const userId = String(hello.data["token"]);
    const session = this.enter(userId, socket, hello);
    let read = socket.frames.length;
    socket.webSocket.on("message", () => {
      for (; read < socket.frames.length; read++) this.answer(userId, session, socket, socket.frames[read]!);
    });
  }

  private enter(userId: string, socket: ScriptedSocket, hello: RequestFrame): Session {
    const resume = hello.data["resume"] as { lastSeq: number } | undefined;
    const known = this.sessions.get(userId);
    const resumed = known !== undefined && resume !== undefined;
    const session = resumed ? known : { socket, seq: 0, kept: [] };
    session.socket = socket;
    this.sessions.set(userId, session);
    if (!resumed) this.rise(userId);
    const snapshot = resumed ? { calls: undefined } : { calls: this.call ? [this.call] : [] };
    socket.ok(hello, { ...READY, userId, deviceId: "laptop", resumed, ...snapshot });
    if (resumed) for (const event of session.kept) if (event.seq > resume.lastSeq) socket.event(event.type, event.data, event.seq);
    if (this.own(userId)?.state === "connected" || this.own(userId)?.state === "reconnecting") {
      this.party(userId, { state: "connected" });
      this.tellOther(userId, "call.partyReconnected", { userId, deviceId: "laptop", instance: this.own(userId)?.instance });
    }
    return session;
  }

  private answer(userId: string, session: Session, socket: ScriptedSocket, frame: RequestFrame): void {
    if (session.socket !== socket || frame.type === "ack" || frame.type === "bye") return;
    this.requests.push({ userId, frame });
    const { callId, ...data } = frame.data;
    switch (frame.type) {
      case "call.invite":
        this.call = this.create(userId, frame);
        this.offer = frame.data.description;
        socket.ok(frame, this.call);
        return this.tellOther(userId, "call.invited", { call: this.call, description: this.offer });
      case "call.accept":
        this.party(userId, { deviceId: "laptop", state: "connected" }, { state: "active", startedAt: 1_795_190_000_500 });
        socket.ok(frame, this.call);
        this.tellOther(userId, "call.accepted", { userId, deviceId: "laptop", ...data });
        for (const release of this.held.splice(0)) release();
        return;
      case "call.hangup":
      case "call.reject": {
        const end = { reason: data["reason"], by: userId, durationMs: 0 };
        socket.ok(frame);
        for (const name of this.sessions.keys()) this.tell(name, "call.ended", { callId, version: (this.call?.version ?? 0) + 1, ...end });
        this.call = undefined;
        return;
      }
      case "media.iceServers":
        return socket.ok(frame, { iceServers: [{ urls: ["stun:stun.example"] }], expiresAt: 0 });
      case "media.state":
      case "media.description":
      case "media.candidates": {
        socket.ok(frame);
        const relay = (): void => this.tellOther(userId, frame.type, { from: { userId, deviceId: "laptop" }, ...data });
        if (this.call?.state === "active") relay();
        else this.held.push(relay);
        return;
      }
      default:
        return socket.ok(frame);
    }
  }

  private create(userId: string, { data }: RequestFrame): CallView {
    const from = { userId, deviceId: "laptop" };
    const parties: Party[] = [
      { ...from, instance: 0, state: "connected", media: FLAGS },
      { userId: (data["to"] as string[])[0]!, instance: 0, state: "invited", media: FLAGS },
    ];
    const { callId = "", media } = data as { callId?: string; media: CallView["media"] };
    return { callId, version: 1, epoch: 0, media, topology: "direct", state: "ringing", from, createdAt: 0, parties };
  }

  private own(userId: string): Party | undefined {
    return this.call?.parties.find((party) => party.userId === userId);
  }

  /** The party came back without its session. */
  private rise(userId: string): void {
    const own = this.own(userId);
    if (own?.deviceId !== undefined) this.party(userId, { instance: own.instance + 1 });
  }

  private party(userId: string, change: Partial<Party>, callChange: Partial<CallView> = {}): void {
    if (this.call === undefined) return;
    const parties = this.call.parties.map((party) => (party.userId === userId ? { ...party, ...change } : party));
    this.call = { ...this.call, ...callChange, version: this.call.version + 1, parties };
  }

  private tellOther(userId: string, type: string, data: object): void {
    const other = this.call?.parties.find((party) => party.userId !== userId);
    if (other && this.call) this.tell(other.userId, type, { callId: this.call.callId, version: this.call.version, ...data });
  }

  private tell(userId: string, type: string, data: object): void {
    const session = this.sessions.get(userId);
    if (session === undefined) return;
    session.seq += 1;
    session.kept.push({ type, data, seq: session.seq });
    session.socket?.event(type, data, session.seq);
  }
}
