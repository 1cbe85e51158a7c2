import type { AcceptOptions, ActiveCall, Call, HangupOptions, LocalMediaOptions } from "./call.js";
import { type CallEnvironment, CallFollower } from "./call-follower.js";
import { CarillonError } from "./errors.js";
import type { CallMedia } from "./media/call-media.js";
import type { Requests } from "./messages.js";
import type { CallView, ReceiveWishes, Tracks, UserInfo } from "./protocol.js";

/** Errors by which a hangup learns that there is nothing left to hang up. */
const ALREADY_OVER = new Set<string>(["call_ended", "call_not_found", "not_in_call"]);

/**
 * The one object behind every state of {@link Call}. Its state only moves forward: incoming, outgoing or detached,
 * then active, then ended; or elsewhere.
 */
export class CallSession extends CallFollower {
  /** Whether the service knows of the call: an invitation on its way is not one yet. */
  confirmed = true;
  /** Told when the service knows that this device is out. */
  hasLeft = (): void => undefined;
  /** Answering or entering, under way. */
  private becoming: Promise<ActiveCall> | undefined;

  constructor(env: CallEnvironment, view: CallView, state: "incoming" | "outgoing" | "detached", handOver = false) {
    super(env, view, state, handOver);
  }

  /** This object as the app sees it: the union says what each state allows, and the methods check it. */
  override get asCall(): Call {
    return this as Call;
  }

  /** Whether an answer is being made. */
  get isAnswering(): boolean {
    return this.becoming !== undefined;
  }

  /** Whether this device is in, and its microphone and camera are not open yet. */
  get isEntering(): boolean {
    return this.becoming !== undefined && this.state === "outgoing";
  }

  protected override get isBecomingActive(): boolean {
    return this.becoming !== undefined;
  }

  /** Whether this is a call of two by this device which that user has not answered. */
  isInvitationTo(userId: string): boolean {
    return this.state === "outgoing" && !this.group && this.peer.userId === userId;
  }

  accept(options: AcceptOptions = {}): Promise<ActiveCall> {
    if (this.becoming) return this.becoming;
    if (this.state !== "incoming") return Promise.reject(this.notNow("accept"));
    return this.become(this.answer(options));
  }

  async reject(reason: "declined" | "busy" = "declined", userInfo?: UserInfo): Promise<void> {
    if (this.state !== "incoming") throw this.notNow("reject");
    this.finishHere(reason);
    await this.leave("call.reject", { callId: this.id, reason, ...given(userInfo) });
  }

  async hangup({ everyone, userInfo }: HangupOptions = {}): Promise<void> {
    if (this.isOver || this.state === "incoming") throw this.notNow("hang up");
    const reason = this.state === "outgoing" ? "cancelled" : "hangup";
    this.finishHere(reason);
    await this.leave("call.hangup", { callId: this.id, reason, ...(everyone ? { everyone } : {}), ...given(userInfo) });
  }

  async rejoin(options: LocalMediaOptions = {}): Promise<ActiveCall> {
    if (this.state !== "detached") throw this.notNow("rejoin");
    await this.mediaSide.open(options);
    this.moveTo("active");
    await this.mediaSide.offerTo(this.usersIn);
    return this.asActive();
  }

  async add(users: string | readonly string[]): Promise<void> {
    if (this.state !== "outgoing" && this.state !== "active") throw this.notNow("add");
    await this.learn(this.env.request("call.add", { callId: this.id, to: typeof users === "string" ? [users] : users }));
  }

  async update(userInfo: UserInfo): Promise<void> {
    if (this.state !== "active") throw this.notNow("update");
    await this.env.request("call.update", { callId: this.id, userInfo });
  }

  async transfer(deviceId: string): Promise<void> {
    if (this.state !== "active") throw this.notNow("transfer");
    await this.env.request("call.transfer", { callId: this.id, toDevice: deviceId });
  }

  async mute(userId: string, tracks: Partial<Tracks>): Promise<void> {
    if (this.state !== "active") throw this.notNow("mute");
    await this.env.request("call.mute", { callId: this.id, userId, ...tracks });
  }

  async remove(userId: string): Promise<void> {
    if (this.state !== "active") throw this.notNow("remove");
    await this.env.request("call.remove", { callId: this.id, userId });
  }

  async receive(wishes: ReceiveWishes): Promise<void> {
    if (this.state !== "active") throw this.notNow("receive");
    await this.mediaSide.want(wishes);
  }

  setMicrophone(on: boolean | string): Promise<void> {
    return this.mediaSide.setMicrophone(on);
  }
  setCamera(on: boolean | string): Promise<void> {
    return this.mediaSide.setCamera(on);
  }
  setScreen(on: boolean): Promise<void> {
    return this.mediaSide.setScreen(on);
  }
  setHold(on: boolean): Promise<void> {
    return this.mediaSide.setHold(on);
  }

  /** Sends the invitation; resolves with the call that the service made of it, which is another one where two invitations crossed. */
  invite(data: Requests["call.invite"]["data"]): Promise<CallView> {
    return this.learn(this.env.request("call.invite", data));
  }

  /** The service took the invitation. */
  invited(): void {
    this.confirmed = true;
    for (const { userId } of this.peers) this.pathTo(userId)?.start();
    this.env.changed();
  }

  /** This device is in, without having been rung. `open` opens microphone and camera, where they are not yet. */
  enter(open: () => void | Promise<void>): Promise<ActiveCall> {
    return this.become(this.goIn(open));
  }

  /** Brings this device in, as the state requires. */
  async takeUp(options: LocalMediaOptions): Promise<ActiveCall> {
    if (this.becoming) return this.becoming;
    switch (this.state) {
      case "incoming":
        return this.accept(options);
      case "detached":
        return this.rejoin(options);
      case "active":
        return this.asActive();
      default:
        throw this.notNow("join");
    }
  }

  /** Ends a hand-over that nobody took, where the service could not tell. */
  expireAfter(delayMs: number): void {
    const timer = setTimeout(() => {
      if (this.state === "incoming" && !this.isAnswering) this.finish({ reason: "no_answer", durationMs: 0 });
    }, delayMs);
    this.once("state", () => clearTimeout(timer));
  }

  /** Two invitations crossed: this one counts as accepted by this device, with the tracks that the other call had opened. */
  takeOver(open: CallMedia | undefined, view: CallView): void {
    this.show(view);
    if (open) this.mediaSide.takeFrom(open);
    else void this.mediaSide.open({}).catch((error: unknown) => this.failed(error));
    this.moveTo("active");
  }

  private become(active: Promise<ActiveCall>): Promise<ActiveCall> {
    this.becoming = active.finally(() => (this.becoming = undefined));
    return this.becoming;
  }

  private async answer(options: AcceptOptions): Promise<ActiveCall> {
    const { offer } = this;
    const caller = this.mediaSide.pathTo(this.view.from.userId);
    try {
      await this.mediaSide.open(options);
      const description = offer && { description: await caller.answer(offer) };
      await this.learn(this.env.request("call.accept", { callId: this.id, ...given(options.userInfo), ...description }));
    } catch (error) {
      this.mediaSide.reset();
      throw error;
    }
    if (this.isOver) throw new CarillonError("call_ended", "the call ended while it was being answered");
    if (this.view.startedAt === undefined) this.view = { ...this.view, startedAt: this.env.now() };
    this.moveTo("active");
    if (offer) caller.start();
    const waiting = this.handOver ? this.usersIn : this.usersBefore;
    await this.mediaSide.offerTo(waiting.filter((userId) => offer === undefined || userId !== this.view.from.userId));
    return this.asActive();
  }

  private async goIn(open: () => void | Promise<void>): Promise<ActiveCall> {
    try {
      await open();
    } catch (error) {
      if (!this.isOver) {
        this.finishHere("media_failed");
        await this.leave("call.hangup", { callId: this.id, reason: "media_failed" });
      }
      throw error;
    }
    if (this.isOver) throw new CarillonError("call_ended", "the call ended while it was being entered");
    this.moveTo("active");
    await this.mediaSide.offerTo(this.usersBefore);
    return this.asActive();
  }

  private async leave<T extends "call.hangup" | "call.reject">(type: T, data: Requests[T]["data"]): Promise<void> {
    try {
      await this.env.request(type, data);
    } catch (error) {
      if (!(error instanceof CarillonError && ALREADY_OVER.has(error.code))) throw error;
    } finally {
      this.isLeaving = false;
      this.hasLeft();
    }
  }

  private asActive(): ActiveCall {
    const call = this.asCall;
    if (call.state !== "active") throw new CarillonError("call_ended", "the call is over");
    return call;
  }

  private notNow(what: string): CarillonError {
    return new CarillonError("invalid_state", `cannot ${what}: the call is ${this.state}`);
  }
}

function given(userInfo: UserInfo | undefined): { userInfo?: UserInfo } {
  return userInfo === undefined ? {} : { userInfo };
}
