import type { CallView, Party } from "../../src/index.js";
import { atEnd } from "./setup.js";
import { READY, type RequestFrame, ScriptedService, type ScriptedSocket } from "./scripted-service.js";

interface Session {
  readonly userId: string;
  readonly deviceId: string;
  socket: ScriptedSocket | undefined;
  seq: number;
}

const isIn = ({ state }: Party): boolean => state === "connecting" || state === "connected" || state === "reconnecting";
const isInvited = ({ state }: Party): boolean => state === "invited" || state === "ringing";

/**
 * A service for group calls, rooms and hand-over between users with several devices: so much of protocol, sections 3 and 4,
 * as its clients need to meet. A token is the name of its user.
 */
export class GroupService {
  readonly calls = new Map<string, CallView>();
  readonly requests: { readonly userId: string; readonly deviceId: string; readonly frame: RequestFrame }[] = [];
  private readonly sessions: Session[] = [];
  private readonly handOvers = new Map<string, { readonly userId: string; readonly deviceId: string }>();
  private open = true;

  private constructor(private readonly scripted: ScriptedService) {
    atEnd(() => (this.open = false));
    void this.serve();
  }

  static async start(): Promise<GroupService> {
    return new GroupService(await ScriptedService.start());
  }

  get url(): string {
    return this.scripted.url;
  }

  requestsOf(userId: string, type: string): RequestFrame[] {
    return this.requests.filter((request) => request.userId === userId && request.frame.type === type).map(({ frame }) => frame);
  }

  /** To whom a user has sent descriptions of that type, in order. */
  describedTo(userId: string, type: "offer" | "answer"): string[] {
    const sent = this.requestsOf(userId, "media.description").filter(({ data }) => data.description?.type === type);
    return sent.map(({ data }) => (data["to"] as { userId: string }).userId);
  }

  /** The node with the session died. */
  forget(userId: string): void {
    const session = this.sessions.find((candidate) => candidate.userId === userId && candidate.socket);
    if (session === undefined) return;
    this.sessions.splice(this.sessions.indexOf(session), 1);
    session.socket?.drop();
  }

  /** The time of a hand-over is up. */
  expire(callId: string): void {
    const to = this.handOvers.get(callId);
    const call = this.calls.get(callId);
    if (to === undefined || call === undefined) return;
    this.handOvers.delete(callId);
    this.tellDevice(to, "call.ended", { callId, version: call.version, reason: "no_answer", durationMs: 0 });
    this.tellParty(call, to.userId, "call.noAnswer", { userId: to.userId });
  }

  /** The call goes on by that path, in a new epoch. */
  move(callId: string, topology: CallView["topology"]): CallView {
    const call = this.calls.get(callId)!;
    const next = this.keep({ ...call, topology, epoch: call.epoch + 1 });
    const news = { topology, epoch: next.epoch };
    for (const party of next.parties.filter(isIn)) this.tellParty(next, party.userId, "media.topology", news);
    return next;
  }

  /** Tells a user who is in something of the bridge's, or of the creator's. */
  tell(callId: string, userId: string, type: string, data: object): void {
    const call = this.keep(this.calls.get(callId)!);
    this.tellParty(call, userId, type, data);
  }

  private async serve(): Promise<void> {
    while (this.open) void this.converse(await this.scripted.accept());
  }

  private async converse(socket: ScriptedSocket): Promise<void> {
    const hello = await socket.next("hello");
    const userId = String(hello.data["token"]);
    const deviceId = (hello.data["device"] as { id: string }).id;
    const session: Session = { userId, deviceId, socket, seq: 0 };
    const old = this.sessions.findIndex((other) => other.userId === userId && other.deviceId === deviceId);
    if (old >= 0) this.sessions.splice(old, 1);
    this.sessions.push(session);
    const own = [...this.calls.values()].filter((call) => call.parties.some((party) => party.userId === userId && party.state !== "left"));
    const back = own.map((call) => this.comeBack(call, session));
    socket.ok(hello, { ...READY, userId, deviceId, calls: back });
    let read = socket.frames.length;
    socket.webSocket.on("message", () => {
      for (; read < socket.frames.length; read++) this.answer(session, socket, socket.frames[read]!);
    });
  }

  private comeBack(call: CallView, { userId, deviceId }: Session): CallView {
    const own = call.parties.find((party) => party.userId === userId);
    if (own?.deviceId !== deviceId) return call;
    const next = this.change(call, userId, { instance: own.instance + 1 });
    this.tellOthers(next, userId, "call.partyReconnected", { userId, deviceId, instance: own.instance + 1 });
    return next;
  }

  private answer(from: Session, socket: ScriptedSocket, frame: RequestFrame): void {
    if (from.socket !== socket || frame.type === "ack" || frame.type === "bye") return;
    const { userId, deviceId } = from;
    this.requests.push({ userId, deviceId, frame });
    const { data } = frame;
    const call = this.calls.get(data.callId ?? "");
    switch (frame.type) {
      case "call.invite":
        return this.invite(from, socket, frame);
      case "call.join":
        return this.join(from, socket, frame);
      case "call.accept":
        return call && this.accept(call, from, socket, frame);
      case "call.add": {
        if (call === undefined) return socket.error(frame, "call_not_found");
        const to = (data["to"] as string[]).filter(
          (user) => !call.parties.some((party) => party.userId === user && party.state !== "left"),
        );
        const parties = [...call.parties.filter((party) => !to.includes(party.userId)), ...to.map((user) => invited(call, user))];
        const next = this.keep({ ...call, group: true, parties });
        socket.ok(frame, next);
        for (const user of to) this.tellUser(user, "call.invited", { callId: call.callId, version: next.version, call: next });
        return this.tellOthers(next, userId, "call.state", { call: next });
      }
      case "call.reject":
        if (call) this.leave(call, userId, String(data["reason"]), "call.rejected");
        return socket.ok(frame);
      case "call.hangup":
        if (call) this.hangup(call, userId, data["everyone"] === true);
        return socket.ok(frame);
      case "call.update":
        socket.ok(frame);
        if (call) this.tellOthers(call, userId, "call.updated", { userId, deviceId, userInfo: data["userInfo"] });
        return;
      case "call.transfer": {
        const to = { userId, deviceId: String(data["toDevice"]) };
        if (call === undefined || !this.isThere(to)) return socket.error(frame, "invalid_state");
        const next = this.keep(call);
        this.handOvers.set(call.callId, to);
        socket.ok(frame);
        return this.tellDevice(to, "call.transferred", { callId: call.callId, version: next.version, call: next });
      }
      case "media.iceServers":
        return socket.ok(frame, { iceServers: [{ urls: ["stun:stun.example"] }], expiresAt: 0 });
      case "media.connection":
        if (call && data["state"] === "connected") this.calls.set(call.callId, changed(call, userId, { state: "connected" }));
        return socket.ok(frame);
      case "media.state": {
        const { audio, video, screen, hold } = data as Record<string, boolean>;
        const media = { audio: audio!, video: video!, screen: screen!, hold: hold! };
        socket.ok(frame);
        if (call) this.tellOthers(this.change(call, userId, { media }), userId, "media.state", { from: { userId, deviceId }, ...media });
        return;
      }
      case "media.description":
      case "media.candidates": {
        const to = data["to"] as { userId: string; deviceId: string };
        socket.ok(frame);
        // A stand-in for a bridge reads no answers.
        if (data["to"] === "sfu") return;
        const { callId, description, candidates, end, epoch } = data;
        return this.tellDevice(to, frame.type, { callId, from: { userId, deviceId }, description, candidates, end, epoch });
      }
      default:
        return socket.ok(frame);
    }
  }

  private invite(from: Session, socket: ScriptedSocket, frame: RequestFrame): void {
    const to = frame.data["to"] as string[];
    const group = frame.data["group"] === true || to.length > 1;
    const base = this.create(from, frame.data as { callId: string; media: CallView["media"] });
    const call = this.keep({ ...base, group, parties: [...base.parties, ...to.map((user) => invited(base, user))] });
    socket.ok(frame, call);
    const description = group ? undefined : frame.data.description;
    for (const user of to) this.tellUser(user, "call.invited", { callId: call.callId, version: call.version, call, description });
  }

  private join(from: Session, socket: ScriptedSocket, frame: RequestFrame): void {
    const { room, media, create, callId } = frame.data as { room?: string; media: CallView["media"]; create?: boolean; callId?: string };
    const open = [...this.calls.values()].find((call) => (room === undefined ? call.callId === callId : call.room === room));
    if (open === undefined && create !== true) return socket.error(frame, "call_not_found");
    if (open === undefined) {
      const made = this.create(from, { callId: crypto.randomUUID(), media });
      return socket.ok(frame, this.keep({ ...made, state: "active", startedAt: 1, group: true, ...(room === undefined ? {} : { room }) }));
    }
    const own = open.parties.find((party) => party.userId === from.userId);
    if (own && isIn(own)) return socket.ok(frame, open);
    const next = this.enter(open, from);
    socket.ok(frame, next);
    this.tellOthers(next, from.userId, "call.partyJoined", this.joined(next, from));
  }

  private accept(call: CallView, from: Session, socket: ScriptedSocket, frame: RequestFrame): void {
    const { userId, deviceId } = from;
    const before = call.parties.find((party) => party.userId === userId);
    if (before && isIn(before)) {
      const next = this.change(call, userId, { deviceId, instance: before.instance + 1, state: "connecting" });
      this.handOvers.delete(call.callId);
      socket.ok(frame, next);
      this.tellOthers(next, userId, "call.partyJoined", { ...this.joined(next, from), replaces: before.deviceId });
      const outcome = { callId: call.callId, version: next.version, outcome: "accepted", deviceId };
      return this.tellDevice({ userId, deviceId: before.deviceId! }, "call.handledElsewhere", outcome);
    }
    const next = this.enter(call, from);
    socket.ok(frame, next);
    const { description } = frame.data;
    for (const party of next.parties.filter((other) => isIn(other) && other.userId !== userId)) {
      const isCaller = party.userId === call.from.userId;
      const data = isCaller ? { userId, deviceId, description } : this.joined(next, from);
      this.tellParty(next, party.userId, isCaller ? "call.accepted" : "call.partyJoined", data);
    }
  }

  private hangup(call: CallView, userId: string, everyone: boolean): void {
    const end = { callId: call.callId, version: call.version + 1, reason: "hangup", by: userId, durationMs: 5 };
    const ends = everyone || !call.group;
    for (const party of call.parties) if (ends || party.userId === userId) this.tellUser(party.userId, "call.ended", end);
    if (ends) this.calls.delete(call.callId);
    else this.leave(call, userId, "hangup", "call.partyLeft");
  }

  private leave(call: CallView, userId: string, reason: string, type: "call.partyLeft" | "call.rejected"): void {
    const handOver = this.handOvers.get(call.callId);
    if (type === "call.rejected" && handOver?.userId === userId) {
      this.handOvers.delete(call.callId);
      return this.tellParty(call, userId, type, { userId, deviceId: handOver.deviceId, reason });
    }
    const next = this.change(call, userId, { state: "left", reason });
    if (!next.parties.some(isIn)) this.calls.delete(call.callId);
    this.tellOthers(next, userId, type, { userId, deviceId: "laptop", reason });
  }

  private create({ userId, deviceId }: Session, { callId, media }: { callId: string; media: CallView["media"] }): CallView {
    const from = { userId, deviceId };
    const flags = { audio: true, video: media === "video", screen: false, hold: false };
    const parties: Party[] = [{ ...from, instance: 1, state: "connecting", media: flags }];
    return { callId, version: 0, epoch: 0, media, topology: "direct", state: "ringing", from, createdAt: 0, parties };
  }

  /** Who enters stands behind those who are in. */
  private enter(call: CallView, { userId, deviceId }: Session): CallView {
    const before = call.parties.find((party) => party.userId === userId) ?? invited(call, userId);
    const instance = before.deviceId === undefined ? 1 : before.instance + 1;
    const own: Party = { ...before, deviceId, instance, state: "connecting" };
    const others = call.parties.filter((party) => party.userId !== userId);
    const parties = [...others.filter(isIn), own, ...others.filter((party) => !isIn(party))];
    return this.keep({ ...call, state: "active", startedAt: call.startedAt ?? 1, parties });
  }

  private joined(call: CallView, { userId, deviceId }: Session): object {
    return { userId, deviceId, instance: call.parties.find((party) => party.userId === userId)?.instance };
  }

  private change(call: CallView, userId: string, change: Partial<Party>): CallView {
    return this.keep(changed(call, userId, change));
  }

  private keep(call: CallView): CallView {
    const next = { ...call, version: call.version + 1 };
    this.calls.set(call.callId, next);
    return next;
  }

  private tellOthers(call: CallView, userId: string, type: string, data: object): void {
    for (const party of call.parties) if (isIn(party) && party.userId !== userId) this.tellParty(call, party.userId, type, data);
    for (const party of call.parties)
      if (isInvited(party) && type === "call.updated") this.tellUser(party.userId, type, this.about(call, data));
  }

  private tellParty(call: CallView, userId: string, type: string, data: object): void {
    const party = call.parties.find((candidate) => candidate.userId === userId);
    if (party?.deviceId !== undefined) this.tellDevice({ userId, deviceId: party.deviceId }, type, this.about(call, data));
  }

  private about({ callId, version }: CallView, data: object): object {
    return { callId, version, ...data };
  }

  private tellUser(userId: string, type: string, data: object): void {
    for (const session of this.sessions) if (session.userId === userId) this.tellDevice(session, type, data);
  }

  private isThere({ userId, deviceId }: { userId: string; deviceId: string }): boolean {
    return this.sessions.some((session) => session.userId === userId && session.deviceId === deviceId);
  }

  private tellDevice({ userId, deviceId }: { userId: string; deviceId: string }, type: string, data: object): void {
    for (const session of this.sessions) {
      if (session.userId !== userId || session.deviceId !== deviceId) continue;
      session.seq += 1;
      session.socket?.event(type, data, session.seq);
    }
  }
}

function invited({ media }: CallView, userId: string): Party {
  return { userId, instance: 1, state: "invited", media: { audio: true, video: media === "video", screen: false, hold: false } };
}

function changed(call: CallView, userId: string, change: Partial<Party>): CallView {
  return { ...call, parties: call.parties.map((party) => (party.userId === userId ? { ...party, ...change } : party)) };
}
