import type { ActiveCall, Call, DetachedCall, IncomingCall, LiveCall, LocalMediaOptions, OutgoingCall } from "./call.js";
import type { CallEnvironment } from "./call-follower.js";
import { CallSession } from "./call-session.js";
import { type CallEvent, isIn, partyOf } from "./call-view.js";
import { EndedCalls } from "./ended-calls.js";
import { CarillonError } from "./errors.js";
import { GivenWay } from "./given-way.js";
import { HeldEvents } from "./held-events.js";
import { draft, type InviteOptions, type JoinTarget } from "./invitation.js";
import { LocalMedia } from "./media/local-media.js";
import type { Ready } from "./messages.js";
import type { CallView, EndReason, IceServers } from "./protocol.js";

export interface CallsListener {
  incoming(call: IncomingCall): void;
  transferred(call: IncomingCall): void;
  restored(call: DetachedCall | OutgoingCall): void;
  replaced(ended: Call, call: ActiveCall): void;
  failed(error: CarillonError): void;
}

/** The service ends a hand-over after 20 s; where that could not be told, this ends it, in milliseconds. */
const HAND_OVER_MS = 25_000;

/** The calls of this device. */
export class Calls {
  private readonly sessions = new Map<string, CallSession>();
  private readonly over = new EndedCalls();
  private readonly givenWay = new GivenWay();
  /** Events of calls that are being entered: their ids come with the reply. */
  private readonly early = new HeldEvents();
  private entering = 0;
  /** Active calls, latest first: which came, or came off hold, last. */
  private recent: readonly CallSession[] = [];

  constructor(
    private readonly env: CallEnvironment,
    private readonly listener: CallsListener,
  ) {}

  /** Oldest first. */
  get live(): readonly LiveCall[] {
    const shown = [...this.sessions.values()].filter(({ confirmed, isEntering }) => confirmed && !isEntering);
    return shown.map(({ asCall }) => asCall as LiveCall);
  }

  get hasAny(): boolean {
    return this.sessions.size > 0;
  }

  /** The active call that is not on hold. */
  get foreground(): ActiveCall | undefined {
    const call = this.recent.find(({ localMedia }) => !localMedia.hold)?.asCall;
    return call?.state === "active" ? call : undefined;
  }

  async invite(to: readonly string[], options: InviteOptions): Promise<OutgoingCall | ActiveCall> {
    const { signal, ringTimeoutMs, userInfo, topology } = options;
    const group = options.group === true || to.length > 1;
    const session = this.add(new CallSession(this.env, draft(this.env.self(), this.env.now(), to, options), "outgoing"));
    session.confirmed = false;
    const cancel = (): void => void session.hangup().catch((error: unknown) => this.failed(error));
    try {
      throwIfAborted(signal);
      signal?.addEventListener("abort", cancel);
      await session.mediaSide.open(options);
      // Each member of a group offers as it enters; on a bridge nobody does.
      const description = group || topology === "sfu" ? undefined : await session.mediaSide.pathTo(session.peer.userId).offer();
      throwIfAborted(signal);
      const view = await session.invite({
        callId: session.id,
        to,
        media: options.media,
        ...(group ? { group } : {}),
        ...(topology === undefined ? {} : { topology }),
        ...(description === undefined ? {} : { description }),
        ...(ringTimeoutMs === undefined ? {} : { ringTimeoutMs }),
        ...(userInfo === undefined ? {} : { userInfo }),
      });
      throwIfAborted(signal);
      if (view.callId !== session.id) return this.giveWay(session, view);
      session.invited();
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

  async join(target: JoinTarget, options: LocalMediaOptions): Promise<ActiveCall> {
    const known = "callId" in target ? this.sessions.get(target.callId) : undefined;
    if (known) return known.takeUp(options);
    // What a room is opened for is known; a call says it in its reply.
    const local = "room" in target ? await LocalMedia.open(this.env.platform, target.media, options) : undefined;
    this.entering += 1;
    try {
      const view = await this.env.request("call.join", target);
      const there = this.sessions.get(view.callId);
      if (there) {
        local?.close();
        return await there.takeUp(options);
      }
      return await this.enter(view, (session) => (local ? session.mediaSide.adopt(local) : session.mediaSide.open(options)));
    } catch (error) {
      local?.close();
      throw error;
    } finally {
      this.entering -= 1;
      if (this.entering === 0) this.early.take(() => true);
    }
  }

  async swap(call: ActiveCall): Promise<void> {
    const session = this.sessions.get(call.id);
    if (session?.state !== "active") throw new CarillonError("invalid_state", "cannot swap: the call is not active");
    const others = this.recent.filter((other) => other !== session);
    await Promise.all(others.map((other) => other.setHold(true)));
    await session.setHold(false);
  }

  handle(event: CallEvent): void {
    const { callId } = event.data;
    const session = this.sessions.get(callId);
    if (session === undefined && (event.type === "call.invited" || event.type === "call.transferred")) {
      if (this.over.isNews(callId, event.data.version)) this.begin(event);
      return;
    }
    if (session === undefined && this.over.has(callId)) return;
    if (isCrossing(event) && (session === undefined || session.state === "incoming")) return void this.crossed(event, session);
    if (session) session.handle(event);
    else if (this.entering > 0) this.early.hold(event);
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
    this.givenWay.forget();
  }

  /** An invitation, or a hand-over by another own device. */
  private begin(event: CallEvent & { type: "call.invited" | "call.transferred" }): void {
    const isHandOver = event.type === "call.transferred";
    const session = this.add(new CallSession(this.env, event.data.call, "incoming", isHandOver));
    session.handle(event);
    const call = session.asCall as IncomingCall;
    if (isHandOver) {
      session.expireAfter(HAND_OVER_MS);
      return this.listener.transferred(call);
    }
    this.env.request("call.ringing", { callId: session.id }).catch((error: unknown) => {
      if (!session.isOver) this.failed(error);
    });
    this.listener.incoming(call);
  }

  /** The service let this device in. */
  private enter(view: CallView, open: (session: CallSession) => void | Promise<void>): Promise<ActiveCall> {
    const session = this.add(new CallSession(this.env, view, "outgoing"));
    const entered = session.enter(() => open(session));
    for (const event of this.early.take(({ data }) => data.callId === view.callId)) session.handle(event);
    return entered;
  }

  /** After a reload: what this device had a part in. Invitations to it come again as events. */
  private restore(view: CallView): void {
    const { userId, deviceId } = this.env.self();
    const state = view.state === "active" ? "detached" : "outgoing";
    const own = partyOf(view, userId);
    if (own?.deviceId !== deviceId || !isIn(own)) return;
    const session = this.add(new CallSession(this.env, view, state));
    this.listener.restored(session.asCall as DetachedCall | OutgoingCall);
  }

  /** The invitation met one by the other user, which stays (protocol, section 3, glare). */
  private giveWay(own: CallSession, view: CallView): ActiveCall {
    const survivor = this.sessions.get(view.callId) ?? this.add(new CallSession(this.env, view, "incoming"));
    if (survivor.state === "incoming") survivor.takeOver(own.mediaSide, view);
    own.finish({ reason: "replaced", durationMs: 0 });
    this.givenWay.forget();
    const call = survivor.asCall;
    if (call.state === "active") return call;
    throw new CarillonError("call_ended", "the call is over");
  }

  /** The same, where the invitation had been answered by the service before. */
  private async crossed(event: CallEvent & { type: "call.accepted" }, known: CallSession | undefined): Promise<void> {
    // An answer of its own this device knows already.
    if (known?.isAnswering) return;
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
    const { userId } = session.peer;
    // The word that the own call ended may still be on its way.
    const ended = this.givenWay.to(userId) ?? [...this.sessions.values()].find((own) => own.isInvitationTo(userId));
    session.takeOver(ended?.mediaSide, view);
    ended?.finish({ reason: "replaced", durationMs: 0 });
    const call = session.asCall;
    if (ended && call.state === "active") {
      const { confirmed, asCall } = ended;
      this.givenWay.forget();
      // Where the invitation is still being made, its promise brings the call.
      if (confirmed) this.listener.replaced(asCall, call);
    }
  }

  private add(session: CallSession): CallSession {
    this.sessions.set(session.id, session);
    this.over.delete(session.id);
    let wasHeld = false;
    session.on("localMedia", ({ hold }) => {
      if (wasHeld && !hold) this.bringForward(session);
      wasHeld = hold;
    });
    session.on("state", ({ state }) => {
      if (state === "active") this.bringForward(session);
      if (session.isOver) this.remove(session);
    });
    session.on("ended", ({ reason }) => {
      if (reason === "replaced" && session.mediaSide.isOpen) this.givenWay.keep(session);
    });
    session.hasLeft = () => this.over.add(session.id, session.version);
    this.env.changed();
    return session;
  }

  private remove(session: CallSession): void {
    this.sessions.delete(session.id);
    this.recent = this.recent.filter((other) => other !== session);
    this.over.add(session.id, session.isLeaving ? Infinity : session.version);
  }

  private bringForward(session: CallSession): void {
    this.recent = [session, ...this.recent.filter((other) => other !== session)];
  }

  private durationOf({ state, startedAt }: CallSession): number {
    return state === "active" || state === "detached" ? Math.max(0, this.env.now() - startedAt) : 0;
  }

  private failed(error: unknown): void {
    this.listener.failed(CarillonError.from(error, "internal"));
  }
}

/** Only who becomes the callee of a crossing call is sent an offer with an acceptance. */
function isCrossing(event: CallEvent): event is CallEvent & { type: "call.accepted" } {
  return event.type === "call.accepted" && event.data.description?.type === "offer";
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CarillonError("call_ended", "cancelled");
}
