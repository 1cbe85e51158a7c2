// @ts-check
import { announce } from "./announcer.js";
import { sending, withAvailableMedia } from "./call-media.js";
import { targetOf } from "./call-stage.js";
import { CallView } from "./call-view.js";
import { HeldCalls } from "./held-calls.js";
import { IncomingDialog } from "./incoming-dialog.js";
import { Sound } from "./sound.js";
import { failure, namesOf } from "./words.js";
/** @import { ActiveCall, Call, CarillonClient, DetachedCall, IncomingCall, LocalMediaOptions, MediaKind, OutgoingCall } from "/sdk/carillon.js" */
/** @import { Carried, Failed, Placing, Subject, Target, Who } from "./call-stage.js" */
/** @import { Sending } from "./call-media.js" */
/** @import { User } from "./demo-users.js" */
/** @import { Beside } from "./incoming-dialog.js" */
/** @import { OwnWindows } from "./own-windows.js" */
/** @import { PeoplePicker } from "./people-picker.js" */
/** @import { PeopleView } from "./people-view.js" */

/**
 * @typedef {object} PhoneOptions
 * @property {CarillonClient} client
 * @property {PeopleView} people
 * @property {PeoplePicker} picker
 * @property {OwnWindows} windows
 * @property {readonly User[]} others whom one may call
 * @property {Who} who
 * @property {(room: string | undefined) => void} onRoom which room one is in now
 * @property {(call: Call, missed: boolean) => void} onCallOver
 */

/** Makes, answers, holds and takes up calls: the client's events to the left, the views to the right. */
export class Phone {
  #given;
  #client;
  #who;
  #stage;
  #held;
  #dialog;
  /** Invitations that the user has answered or declined here; they ring no longer. */
  #settled = new Set();
  /** @type {WeakSet<Call>} */
  #followed = new WeakSet();

  /** @param {PhoneOptions} given */
  constructor(given) {
    const { client, who, windows } = given;
    this.#given = given;
    this.#client = client;
    this.#who = who;
    const now = () => client.now();
    const sound = new Sound();
    this.#stage = new CallView({
      now,
      who,
      client,
      sound,
      windows,
      onAdd: (call) => void this.#add(call),
      onResume: (call) => void this.#swapTo(call),
      onCallAgain: (subject) => void this.call(this.#again(subject)),
      onJoinAgain: (subject) => void this.#joinAgain(subject),
      onClose: (subject) => this.#closed(subject),
    });
    this.#held = new HeldCalls({ now, who, onSwap: (call) => void this.#swapTo(call) });
    this.#dialog = new IncomingDialog({
      onAnswer: (call, media, beside) => void this.#answer(call, media, beside),
      onDecline: (call) => this.#decline(call),
    });
    client.on("incoming", (call) => this.#follow(call));
    client.on("transferred", (call) => this.#follow(call));
    client.on("restored", (call) => void this.#restore(call));
    client.on("replaced", ({ call }) => this.#carry(call));
    client.on("calls", () => this.#render());
  }

  /**
   * @param {string} room
   * @returns {boolean} whether this device is in that room
   */
  isIn(room) {
    return this.#client.calls.some((call) => call.room === room);
  }

  /**
   * Calls people, or enters a room. What one is in is put on hold.
   *
   * @param {Target} target
   */
  async call(target) {
    const { to, media, room } = target;
    const users = to.map(({ userId }) => userId);
    await this.#place(target, (options, signal) =>
      room === undefined
        ? this.#client.invite(users.length === 1 ? /** @type {string} */ (users[0]) : users, { media, signal, ...options })
        : this.#client.join({ room, media, create: true }, options),
    );
  }

  /**
   * Shows that a call is being made, and then what came of it.
   *
   * @param {Target} target
   * @param {(options: LocalMediaOptions, signal: AbortSignal) => Promise<OutgoingCall | ActiveCall>} attempt
   */
  async #place(target, attempt) {
    const abort = new AbortController();
    /** @type {Placing} */
    const placing = {
      kind: "placing",
      target,
      cancel: () => {
        abort.abort();
        this.#fail(target, { code: "cancelled", text: "Call cancelled" });
      },
    };
    this.#put(placing);
    try {
      await this.#holdAll();
      const { result, notice } = await withAvailableMedia(sending(target.media), (options) => attempt(options, abort.signal));
      if (abort.signal.aborted) await result.hangup().catch(() => {});
      else this.#carry(result, notice);
    } catch (error) {
      if (!abort.signal.aborted) this.#fail(target, failure(error));
    }
  }

  /** @param {Subject} subject */
  async #joinAgain(subject) {
    const target = this.#again(subject);
    if (target.room !== undefined || subject.kind !== "call") return this.call(target);
    await this.#place(target, (options) => this.#client.join({ callId: subject.call.id }, options));
  }

  /**
   * @param {IncomingCall} call
   * @param {MediaKind} media
   * @param {Beside} beside
   */
  async #answer(call, media, beside) {
    this.#settled.add(call.id);
    if (beside === "hold") await this.#holdAll();
    else await this.#leaveCurrent();
    await this.#take(call, sending(media), (options) => call.accept(options));
  }

  /** @param {DetachedCall | OutgoingCall} call */
  async #restore(call) {
    if (call.state === "outgoing") return this.#carry(call);
    // Who was muted before the reload stays so, and what was on hold too.
    const before = call.parties.find(({ userId }) => userId === this.#who.self)?.media;
    const wanted = before ?? sending(call.media);
    if (!before?.hold) return this.#take(call, wanted, (options) => call.rejoin(options));
    const rejoin = (/** @type {LocalMediaOptions} */ options) =>
      call.rejoin(options).then((active) => active.setHold(true).then(() => active));
    if (!this.#stage.busy) return this.#take(call, wanted, rejoin);
    await withAvailableMedia(wanted, rejoin).catch((error) => this.#stage.notice(failure(error).text));
  }

  /**
   * Answers a call or takes it up again.
   *
   * @param {IncomingCall | DetachedCall} call
   * @param {Sending} wanted
   * @param {Parameters<typeof withAvailableMedia<ActiveCall>>[1]} attempt
   */
  async #take(call, wanted, attempt) {
    this.#carry(call);
    try {
      const { result, notice } = await withAvailableMedia(wanted, attempt);
      this.#carry(result, notice);
    } catch (error) {
      // Where the call ended meanwhile, the stage shows that already and says it better.
      const subject = this.#stage.subject;
      if (subject && this.#stage.busy) this.#fail(subject.target, failure(error));
    }
  }

  /** @param {IncomingCall} call */
  #decline(call) {
    this.#settled.add(call.id);
    call.reject("declined").catch(() => {});
    if (!this.#stage.busy) this.#given.people.focus(call.peer.userId, call.media);
  }

  /** @param {ActiveCall} call */
  async #add(call) {
    const inCall = new Set(call.peers.map(({ userId }) => userId));
    const users = await this.#given.picker.toAdd(this.#given.others.filter(({ userId }) => !inCall.has(userId)));
    if (users.length === 0) return;
    try {
      await call.add(users.map(({ userId }) => userId));
      announce(`Ringing ${namesOf(users)}`);
    } catch (error) {
      this.#stage.notice(failure(error).text);
    }
  }

  /** @param {ActiveCall} call */
  async #swapTo(call) {
    if (this.#stage.isDialing) await this.#leaveCurrent();
    this.#carry(call);
    await this.#client.swap(call).catch((error) => this.#stage.notice(failure(error).text));
  }

  async #holdAll() {
    if (this.#stage.isDialing && this.#stage.call) await this.#leaveCurrent();
    await Promise.all(this.#activeCalls().map((call) => call.localMedia.hold || call.setHold(true).catch(() => {})));
  }

  async #leaveCurrent() {
    const subject = this.#stage.subject;
    if (subject?.kind === "placing") subject.cancel();
    else if (subject?.kind === "call" && "hangup" in subject.call) await subject.call.hangup().catch(() => {});
  }

  /** @returns {readonly ActiveCall[]} */
  #activeCalls() {
    return this.#client.calls.filter((call) => call.state === "active");
  }

  /**
   * Rings for a call, and shows how an invitation ended that nobody answered here: missed, or settled on another device.
   *
   * @param {IncomingCall} call
   */
  #follow(call) {
    const off = call.on("state", (now) => {
      if (now.state === "incoming") return;
      off();
      const isOver = now.state === "elsewhere" || now.state === "ended";
      if (!isOver) return;
      const unanswered = !this.#settled.has(now.id);
      this.#settled.delete(now.id);
      if (call.handOver) return;
      if (unanswered && !this.#stage.busy) this.#carry(now);
      this.#given.onCallOver(now, unanswered && now.state === "ended");
    });
    this.#render();
  }

  /**
   * @param {Call} call
   * @param {string} [notice]
   */
  #carry(call, notice) {
    const wasIn = call.state === "active" || call.state === "detached";
    /** @type {Carried} */
    const carried = { kind: "call", target: targetOf(call, this.#who), call, wasIn };
    this.#put(carried);
    if (notice) this.#stage.notice(notice);
    if (call.state === "ended") void this.#offerToJoin(call);
    if (this.#followed.has(call)) return;
    this.#followed.add(call);
    call.on("state", (now) => {
      if (now.state === "active") carried.wasIn = true;
      if (now.state === "ended" || now.state === "elsewhere") this.#over(now);
      this.#render();
    });
  }

  /** @param {Call} call one that was on the stage */
  #over(call) {
    this.#given.onCallOver(call, false);
    if (this.#stage.call === call) void this.#offerToJoin(call);
    else announce(`${namesOf(targetOf(call, this.#who).to)}: Call ended`);
  }

  /**
   * A group goes on without this device: it can be entered again.
   *
   * @param {Call} call
   */
  async #offerToJoin(call) {
    if (!call.group || call.state !== "ended") return;
    const view = await this.#client.getCall(call.id).catch(() => undefined);
    if (view?.state === "active") this.#stage.offerToJoin(call);
  }

  /**
   * @param {Target} target
   * @param {{ code: string, text: string }} end
   */
  #fail(target, end) {
    /** @type {Failed} */
    const failed = { kind: "failed", target, ...end };
    this.#put(failed);
  }

  /** @param {Subject} subject */
  #put(subject) {
    this.#stage.show(subject);
    this.#render();
  }

  /** Everything beside the stage that follows from the calls there are. */
  #render() {
    const { call, busy, isDialing, subject } = this.#stage;
    const calls = this.#activeCalls();
    this.#held.render(
      calls.filter((one) => one !== call),
      call?.state === "active",
    );
    const engaged = new Set(this.#client.calls.flatMap(({ peers }) => peers.map(({ userId }) => userId)));
    this.#given.people.setCallable((userId) => !isDialing && !engaged.has(userId));
    this.#given.onRoom(busy ? subject?.target.room : undefined);
    this.#ring();
  }

  /** Rings for the oldest invitation that is open. */
  #ring() {
    const call = this.#client.calls.find((one) => one.state === "incoming" && !this.#settled.has(one.id) && !this.#isCrossing(one));
    if (call?.state !== "incoming") return this.#dialog.show(undefined);
    const from = call.handOver ? call.peer.userId : this.#callerOf(call);
    const others = call.peers.filter(({ userId }) => userId !== from).map(({ userId }) => this.#who.userOf(userId));
    this.#dialog.show({ call, from: this.#who.userOf(from), others, inCall: this.#stage.busy });
  }

  /**
   * @param {Call} call
   * @returns {boolean} whether the user is calling that caller at this moment: the service makes one call of the two
   */
  #isCrossing(call) {
    const { isDialing, subject } = this.#stage;
    const [dialed, ...more] = subject?.target.to ?? [];
    return isDialing && more.length === 0 && !call.group && dialed?.userId === call.peer.userId;
  }

  /** @param {IncomingCall} call */
  #callerOf({ parties, peer }) {
    return parties.find(({ userId }) => userId !== this.#who.self)?.userId ?? peer.userId;
  }

  /**
   * @param {Subject} subject
   * @returns {Target} whom to call to have the same again
   */
  #again(subject) {
    return subject.kind === "call" ? targetOf(subject.call, this.#who) : subject.target;
  }

  /** @param {Subject} subject */
  #closed({ target }) {
    const [held] = this.#activeCalls();
    if (held) return this.#carry(held);
    this.#render();
    const [first] = target.to;
    if (first && target.to.length === 1 && target.room === undefined) this.#given.people.focus(first.userId, target.media);
    else this.#given.people.focusTogether(target.room !== undefined);
  }
}
