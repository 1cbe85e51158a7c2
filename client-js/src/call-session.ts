import type { AcceptOptions, ActiveCall, Call, CallEnd, CallState, HandledElsewhere, LocalMediaOptions, MediaConnection } from "./call.js";
import { CallFacts } from "./call-facts.js";
import { type CallEvent, applyEvent, partyOf } from "./call-view.js";
import { CarillonError } from "./errors.js";
import { CallMedia, type MediaEnvironment } from "./media/call-media.js";
import type { CallView, Description, DeviceRef, EndReason, MediaFlags, UserInfo } from "./protocol.js";

/** What a call needs of its client. */
export interface CallEnvironment extends MediaEnvironment {
  /** This device. */
  readonly self: () => DeviceRef;
  readonly now: () => number;
  /** The call's state, or that of a party, changed. */
  readonly changed: () => void;
}

/** Errors by which a hangup learns that there is nothing left to hang up. */
const ALREADY_OVER = new Set<string>(["call_ended", "call_not_found", "not_in_call"]);

/**
 * The one object behind every state of {@link Call}. Its state only moves forward: incoming, outgoing or detached,
 * then active, then ended; or elsewhere.
 */
export class CallSession extends CallFacts {
  readonly mediaSide: CallMedia;
  end: CallEnd | undefined;
  handled: HandledElsewhere | undefined;
  /** Whether the service knows of the call: an invitation on its way is not one yet. */
  confirmed = true;
  /** The offer that came with the invitation. */
  private offer: Description | undefined;
  private accepting: Promise<ActiveCall> | undefined;

  constructor(
    private readonly env: CallEnvironment,
    view: CallView,
    state: "incoming" | "outgoing" | "detached",
  ) {
    super(env.self, view, state);
    this.mediaSide = new CallMedia(env, this);
    this.on("connection", env.changed);
  }

  /** This object as the app sees it: the union says what each state allows, and the methods check it. */
  get asCall(): Call {
    return this as Call;
  }

  get connection(): MediaConnection {
    return this.mediaSide.connection;
  }
  get localStream(): MediaStream | undefined {
    return this.mediaSide.localStream;
  }
  get remoteStream(): MediaStream | undefined {
    return this.mediaSide.remoteStream;
  }
  get localMedia(): MediaFlags {
    return this.mediaSide.flags;
  }

  /** Whether an answer is being made. */
  get isAnswering(): boolean {
    return this.accepting !== undefined;
  }

  accept(options: AcceptOptions = {}): Promise<ActiveCall> {
    if (this.state !== "incoming") return Promise.reject(this.notNow("accept"));
    this.accepting ??= this.answer(options).finally(() => (this.accepting = undefined));
    return this.accepting;
  }

  async reject(reason: "declined" | "busy" = "declined", userInfo?: UserInfo): Promise<void> {
    if (this.state !== "incoming") throw this.notNow("reject");
    this.finishHere(reason);
    await unlessOver(this.env.request("call.reject", { callId: this.id, reason, ...given(userInfo) }));
  }

  async hangup(userInfo?: UserInfo): Promise<void> {
    if (this.isOver || this.state === "incoming") throw this.notNow("hang up");
    const reason = this.state === "outgoing" ? "cancelled" : "hangup";
    this.finishHere(reason);
    await unlessOver(this.env.request("call.hangup", { callId: this.id, reason, ...given(userInfo) }));
  }

  async rejoin(options: LocalMediaOptions = {}): Promise<ActiveCall> {
    if (this.state !== "detached") throw this.notNow("rejoin");
    await this.mediaSide.open(options);
    this.moveTo("active");
    await this.mediaSide.offerAnew();
    return this.asActive();
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.mediaSide.setMicrophone(on);
  }
  setCamera(on: boolean): Promise<void> {
    return this.mediaSide.setCamera(on);
  }
  setHold(on: boolean): Promise<void> {
    return this.mediaSide.setHold(on);
  }

  /** The service took the invitation. */
  invited(view: CallView): void {
    this.confirmed = true;
    this.mediaSide.start();
    this.show(view);
  }

  /** Two invitations crossed: this one counts as accepted by this device, with the tracks that the other call had opened. */
  takeOver(open: CallMedia | undefined, view: CallView): void {
    this.show(view);
    if (open) this.mediaSide.takeFrom(open);
    else void this.mediaSide.open({}).catch((error: unknown) => this.failed(error));
    this.moveTo("active");
  }

  /** An event about this call. */
  handle(event: CallEvent): void {
    if (this.isOver) return;
    this.show(applyEvent(this.view, event));
    switch (event.type) {
      case "call.invited":
        this.offer = event.data.description ?? this.offer;
        return;
      case "call.ringing":
        return this.emit("ringing", device(event.data));
      case "call.accepted":
        if (event.data.description) void this.mediaSide.receive(event.data.description);
        return;
      case "call.state":
        return this.catchUp(event.data.description);
      case "call.handledElsewhere":
        return this.settleElsewhere(event.data);
      case "call.ended":
        return this.finish({ ...event.data, durationMs: event.data.durationMs ?? 0 });
      case "media.description":
        return void this.mediaSide.receive(event.data.description);
      case "media.candidates":
        return void this.mediaSide.receiveCandidates(event.data.candidates);
      default:
        // The view says it all.
        return;
    }
  }

  /** Takes what the service says about the whole call, and acts on what is different. */
  show(next: CallView): void {
    if (this.isOver || next === this.view || next.version < this.view.version) return;
    const before = this.view;
    this.view = next;
    // An end comes as an event or through the snapshot, with its reason.
    if (next.state === "active" && this.state === "outgoing") this.moveTo(this.mediaSide.isOpen ? "active" : "detached");
    this.compareSelf(before, next);
    this.comparePeer(before, next);
    this.env.changed();
  }

  /** The call is over for this device. */
  finish({ reason, by, durationMs, userInfo }: CallEnd): void {
    if (this.isOver) return;
    // The tracks of an invitation that gave way to the other party's go on in that call.
    if (reason === "replaced" && this.state === "outgoing") this.mediaSide.dropLink();
    else this.mediaSide.close();
    this.end = { reason, durationMs, ...(by === undefined ? {} : { by }), ...given(userInfo) };
    this.moveTo("ended");
    this.emit("ended", this.end);
  }

  private async answer(options: AcceptOptions): Promise<ActiveCall> {
    const { offer } = this;
    try {
      await this.mediaSide.open(options);
      const description = offer && { description: await this.mediaSide.answer(offer) };
      const reply = await this.env.request("call.accept", { callId: this.id, ...given(options.userInfo), ...description });
      if ("callId" in reply) this.show(reply as CallView);
    } catch (error) {
      this.mediaSide.reset();
      throw error;
    }
    if (this.isOver) throw new CarillonError("call_ended", "the call ended while it was being answered");
    if (this.view.startedAt === undefined) this.view = { ...this.view, startedAt: this.env.now() };
    this.moveTo("active");
    if (offer) this.mediaSide.start();
    else await this.mediaSide.offerAnew();
    return this.asActive();
  }

  /** What this device may have missed; of no use once the two sides have met. */
  private catchUp(description: Description | undefined): void {
    if (description === undefined || this.mediaSide.hasMet) return;
    if (this.state === "incoming") this.offer = description;
    else void this.mediaSide.receive(description);
  }

  private compareSelf(before: CallView, next: CallView): void {
    const self = this.env.self();
    const was = this.ownParty(before);
    const is = this.ownParty(next);
    if (was === undefined || is === undefined) return;
    if (this.state === "incoming" && next.state === "active" && is.deviceId !== undefined && is.deviceId !== self.deviceId) {
      this.settleElsewhere({ outcome: "accepted", deviceId: is.deviceId });
    } else if (this.state === "active" && was.deviceId === self.deviceId && is.instance > was.instance) {
      // The service had to begin a new session for this device: the other party drops its side and waits for an offer.
      void this.mediaSide.offerAnew().catch((error: unknown) => this.failed(error));
    }
  }

  private comparePeer(before: CallView, next: CallView): void {
    const was = partyOf(before, this.peer.userId);
    const is = partyOf(next, this.peer.userId);
    if (was === undefined || is?.deviceId === undefined) return;
    const who = { userId: is.userId, deviceId: is.deviceId };
    const isBack = was.state === "reconnecting" && (is.state === "connected" || is.state === "connecting");
    if (is.state === "reconnecting" && was.state !== "reconnecting") this.emit("reconnecting", who);
    if (was.deviceId !== undefined && is.instance > was.instance) void this.mediaSide.peerBeganAnew();
    else if (isBack) this.mediaSide.restartUnlessConnected();
    if (isBack) this.emit("reconnected", who);
    if (!sameFlags(was.media, is.media)) this.emit("remoteMedia", is.media);
  }

  private settleElsewhere({ outcome, deviceId }: HandledElsewhere): void {
    this.mediaSide.close();
    this.handled = { outcome, deviceId };
    this.moveTo("elsewhere");
    this.emit("handledElsewhere", this.handled);
  }

  /** Ends at once for this device; the service hears of it as soon as it can be reached. */
  private finishHere(reason: EndReason): void {
    const { startedAt } = this.view;
    const durationMs = startedAt === undefined ? 0 : Math.max(0, this.env.now() - startedAt);
    this.finish({ reason, by: this.env.self().userId, durationMs });
  }

  private moveTo(state: CallState): void {
    if (this.state === state) return;
    this.state = state;
    if (state === "active") this.mediaSide.announce();
    this.emit("state", this.asCall);
    this.env.changed();
  }

  private asActive(): ActiveCall {
    const call = this.asCall;
    if (call.state !== "active") throw new CarillonError("call_ended", "the call is over");
    return call;
  }

  private notNow(what: string): CarillonError {
    return new CarillonError("invalid_state", `cannot ${what}: the call is ${this.state}`);
  }

  private failed(error: unknown): void {
    if (!this.isOver) this.emit("error", CarillonError.from(error, "internal"));
  }
}

async function unlessOver(sent: Promise<unknown>): Promise<void> {
  try {
    await sent;
  } catch (error) {
    if (!(error instanceof CarillonError && ALREADY_OVER.has(error.code))) throw error;
  }
}

function device({ userId, deviceId }: DeviceRef): DeviceRef {
  return { userId, deviceId };
}

function given(userInfo: UserInfo | undefined): { userInfo?: UserInfo } {
  return userInfo === undefined ? {} : { userInfo };
}

function sameFlags(a: MediaFlags, b: MediaFlags): boolean {
  return a.audio === b.audio && a.video === b.video && a.screen === b.screen && a.hold === b.hold;
}
