import type { ActiveCall, Call, DetachedCall, IncomingCall, LiveCall, LocalMediaOptions, OutgoingCall } from "./call.js";
import { type CallEnvironment, CallSession } from "./call-session.js";
import { type CallEvent, partyOf } from "./call-view.js";
import { CarillonError } from "./errors.js";
import type { CallView, EndReason, IceServers, MediaKind, Ready, UserInfo } from "./protocol.js";
import { uuidV7 } from "./uuid.js";

export interface InviteOptions extends LocalMediaOptions {
  readonly media: MediaKind;
  /** 5,000 to 180,000; the service's default is 60,000. */
  readonly ringTimeoutMs?: number;
  readonly userInfo?: UserInfo;
  /** Cancels, also before the invitation is out; the promise then rejects with `call_ended`. */
  readonly signal?: AbortSignal;
}

export interface CallsListener {
  incoming(call: IncomingCall): void;
  restored(call: DetachedCall | OutgoingCall): void;
  replaced(ended: Call, call: ActiveCall): void;
  failed(error: CarillonError): void;
}

/** How long the tracks of a call that gave way wait for the call that takes its place, in milliseconds. */
const HANDOVER_MS = 10_000;
/** Ended calls that are remembered, so that what still arrives about them does not raise them again. */
const REMEMBERED_ENDS = 200;

/** The calls of this device. */
export class Calls {
  private readonly sessions = new Map<string, CallSession>();
  private readonly over = new Set<string>();
  /** A call of this device that gave way to one by the same user, which has not come yet. */
  private givenWay: { readonly session: CallSession; readonly timer: ReturnType<typeof setTimeout> } | undefined;

  constructor(
    private readonly env: CallEnvironment,
    private readonly listener: CallsListener,
  ) {}

  /** Oldest first. */
  get live(): readonly LiveCall[] {
    return [...this.sessions.values()].filter(({ confirmed }) => confirmed).map(({ asCall }) => asCall as LiveCall);
  }

  get hasAny(): boolean {
    return this.sessions.size > 0;
  }

  async invite(userId: string, options: InviteOptions): Promise<OutgoingCall | ActiveCall> {
    const { signal } = options;
    const session = this.add(new CallSession(this.env, this.draft(userId, options), "outgoing"));
    session.confirmed = false;
    const cancel = (): void => void session.hangup().catch((error: unknown) => this.failed(error));
    try {
      throwIfAborted(signal);
      signal?.addEventListener("abort", cancel);
      await session.mediaSide.open(options);
      const description = await session.mediaSide.offer();
      throwIfAborted(signal);
      const { id: callId, media } = session;
      const { ringTimeoutMs, userInfo } = options;
      const view = await this.env.request("call.invite", {
        callId,
        to: [userId],
        media,
        description,
        ...(ringTimeoutMs === undefined ? {} : { ringTimeoutMs }),
        ...(userInfo === undefined ? {} : { userInfo }),
      });
      throwIfAborted(signal);
      if (view.callId !== callId) return this.giveWay(session, view);
      session.invited(view);
    } catch (error) {
      session.finish({ reason: "cancelled", durationMs: 0 });
      throw CarillonError.from(error, "media_unavailable");
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
    const call = session.asCall;
    if (call.state === "outgoing" || call.state === "active") return call;
    throw new CarillonError("call_ended", `the call ended at once: ${session.end?.reason ?? call.state}`, { details: session.end });
  }

  handle(event: CallEvent): void {
    const { callId } = event.data;
    if (this.over.has(callId)) return;
    const session = this.sessions.get(callId);
    if (event.type === "call.invited" && session === undefined) return this.ring(event);
    if (event.type === "call.accepted" && (session === undefined || session.state === "incoming")) return void this.crossed(event, session);
    session?.handle(event);
  }

  /** Brings the calls in line with what the service says at the beginning of a session. */
  reconcile({ calls, recentlyEnded }: Ready): void {
    if (calls === undefined) {
      // The same session: what was missed follows as events. The path may have changed with the socket's.
      for (const session of this.sessions.values()) session.mediaSide.restartUnlessConnected();
      return;
    }
    const told = new Map(calls.map((view) => [view.callId, view]));
    for (const session of [...this.sessions.values()]) {
      const view = told.get(session.id);
      if (view) {
        session.confirmed = true;
        session.show(view);
      } else if (session.confirmed) {
        const reason = recentlyEnded?.find((ended) => ended.callId === session.id)?.reason ?? "connection_lost";
        session.finish({ reason, durationMs: this.durationOf(session) });
      }
    }
    for (const view of calls) if (!this.sessions.has(view.callId) && !this.over.has(view.callId)) this.restore(view);
  }

  renewServers(servers: IceServers): void {
    this.env.iceServers.renew(servers);
    for (const session of this.sessions.values()) session.mediaSide.renewServers(servers.iceServers);
  }

  networkChanged(): void {
    for (const session of this.sessions.values()) session.mediaSide.restart();
  }

  /** Nobody tells about the calls any more. */
  endAll(reason: EndReason): void {
    for (const session of [...this.sessions.values()]) session.finish({ reason, durationMs: this.durationOf(session) });
    this.forgetGivenWay();
  }

  private ring(event: CallEvent & { type: "call.invited" }): void {
    const session = this.add(new CallSession(this.env, event.data.call, "incoming"));
    session.handle(event);
    this.env.request("call.ringing", { callId: session.id }).catch((error: unknown) => {
      if (!session.isOver) this.failed(error);
    });
    this.listener.incoming(session.asCall as IncomingCall);
  }

  /** After a reload: what this device had a part in. Invitations to it come again as events. */
  private restore(view: CallView): void {
    const { userId, deviceId } = this.env.self();
    const state = view.state === "active" ? "detached" : "outgoing";
    const own = partyOf(view, userId);
    if (own?.deviceId !== deviceId || own.state === "left") return;
    const session = this.add(new CallSession(this.env, view, state));
    this.listener.restored(session.asCall as DetachedCall | OutgoingCall);
  }

  /** The invitation met one by the other user, which stays (protocol, section 3, glare). */
  private giveWay(own: CallSession, view: CallView): ActiveCall {
    const survivor = this.sessions.get(view.callId) ?? this.add(new CallSession(this.env, view, "incoming"));
    if (survivor.state === "incoming") survivor.takeOver(own.mediaSide, view);
    own.finish({ reason: "replaced", durationMs: 0 });
    this.forgetGivenWay();
    const call = survivor.asCall;
    if (call.state === "active") return call;
    throw new CarillonError("call_ended", "the call is over");
  }

  /** The same, where the invitation had been answered by the service before. */
  private async crossed(event: CallEvent & { type: "call.accepted" }, known: CallSession | undefined): Promise<void> {
    // Only a callee gets an offer; an answer of its own it knows already.
    if (event.data.description?.type !== "offer" || known?.isAnswering) return;
    try {
      const view = event.data.call ?? (await this.env.request("call.get", { callId: event.data.callId }));
      const session = known ?? this.sessions.get(view.callId) ?? this.add(new CallSession(this.env, view, "incoming"));
      if (session.state === "incoming") this.replaceGivenWay(session, view);
      session.handle(event);
    } catch (error) {
      this.failed(error);
    }
  }

  private replaceGivenWay(session: CallSession, view: CallView): void {
    const ended = this.givenWay?.session;
    const isSamePeer = ended?.peer.userId === session.peer.userId;
    session.takeOver(isSamePeer ? ended?.mediaSide : undefined, view);
    const call = session.asCall;
    if (ended && isSamePeer && call.state === "active") {
      const { confirmed, asCall } = ended;
      this.forgetGivenWay();
      // Where the invitation is still being made, its promise brings the call.
      if (confirmed) this.listener.replaced(asCall, call);
    }
  }

  private add(session: CallSession): CallSession {
    this.sessions.set(session.id, session);
    session.on("state", ({ state, id }) => {
      if (state !== "ended" && state !== "elsewhere") return;
      this.sessions.delete(id);
      this.remember(id);
    });
    session.on("ended", ({ reason }) => {
      if (reason === "replaced" && session.mediaSide.isOpen) this.keepGivenWay(session);
    });
    this.env.changed();
    return session;
  }

  private remember(id: string): void {
    this.over.add(id);
    if (this.over.size > REMEMBERED_ENDS) for (const oldest of this.over) return void this.over.delete(oldest);
  }

  private keepGivenWay(session: CallSession): void {
    this.forgetGivenWay();
    this.givenWay = { session, timer: setTimeout(() => this.forgetGivenWay(), HANDOVER_MS) };
  }

  private forgetGivenWay(): void {
    clearTimeout(this.givenWay?.timer);
    this.givenWay?.session.mediaSide.close();
    this.givenWay = undefined;
  }

  private durationOf({ state, startedAt }: CallSession): number {
    return state === "active" || state === "detached" ? Math.max(0, this.env.now() - startedAt) : 0;
  }

  /** The call as it is until the service has answered. */
  private draft(userId: string, { media, userInfo }: InviteOptions): CallView {
    const from = this.env.self();
    const flags = { audio: false, video: false, screen: false, hold: false };
    return {
      callId: uuidV7(Date.now()),
      version: 0,
      epoch: 0,
      media,
      topology: "direct",
      state: "ringing",
      from,
      createdAt: this.env.now(),
      parties: [
        { ...from, instance: 0, state: "connecting", media: flags },
        { userId, instance: 0, state: "invited", media: flags },
      ],
      ...(userInfo === undefined ? {} : { userInfo }),
    };
  }

  private failed(error: unknown): void {
    this.listener.failed(CarillonError.from(error, "internal"));
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CarillonError("call_ended", "cancelled");
}
