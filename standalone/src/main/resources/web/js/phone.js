// @ts-check
import { sending, withAvailableMedia } from "./call-media.js";
import { CallView } from "./call-view.js";
import { IncomingDialog } from "./incoming-dialog.js";
import { failure } from "./words.js";
/** @import { ActiveCall, Call, CarillonClient, DetachedCall, IncomingCall, MediaKind, OutgoingCall } from "/sdk/carillon.js" */
/** @import { Failed, Placing, Subject } from "./call-stage.js" */
/** @import { Sending } from "./call-media.js" */
/** @import { User } from "./demo-users.js" */
/** @import { PeopleView } from "./people-view.js" */

/** Makes, answers and takes up calls: the client's events to the left, the views to the right. */
export class Phone {
  #client;
  #people;
  #userOf;
  #stage;
  #dialog;
  /** Invitations that the user has answered or declined here; they ring no longer. */
  #settled = new Set();

  /**
   * @param {object} given
   * @param {CarillonClient} given.client
   * @param {PeopleView} given.people
   * @param {(userId: string) => User} given.userOf
   */
  constructor({ client, people, userOf }) {
    this.#client = client;
    this.#people = people;
    this.#userOf = userOf;
    this.#stage = new CallView({
      now: () => client.now(),
      onCallAgain: ({ peer, media }) => void this.call(peer, media),
      onClose: ({ peer, media }) => this.#closed(peer, media),
    });
    this.#dialog = new IncomingDialog({
      onAnswer: (call, media) => void this.#answer(call, media),
      onDecline: (call) => this.#decline(call),
    });
    client.on("incoming", (call) => this.#watch(call));
    client.on("restored", (call) => void this.#restore(call));
    client.on("replaced", ({ call }) => this.#carry(call));
    client.on("calls", () => this.#ring());
  }

  /**
   * @param {User} peer
   * @param {MediaKind} media
   */
  async call(peer, media) {
    const abort = new AbortController();
    /** @type {Placing} */
    const placing = {
      kind: "placing",
      peer,
      media,
      cancel: () => {
        abort.abort();
        this.#fail(placing, { code: "cancelled", text: "Call cancelled" });
      },
    };
    this.#put(placing);
    try {
      const { result, notice } = await withAvailableMedia(sending(media), (options) =>
        this.#client.invite(peer.userId, { media, signal: abort.signal, ...options }),
      );
      this.#carry(result, notice);
    } catch (error) {
      if (!abort.signal.aborted) this.#fail(placing, failure(error));
    }
  }

  /**
   * @param {IncomingCall} call
   * @param {MediaKind} media
   */
  async #answer(call, media) {
    this.#settled.add(call.id);
    await this.#leaveCurrent();
    await this.#take(call, sending(media), (options) => call.accept(options));
  }

  /** @param {DetachedCall | OutgoingCall} call */
  async #restore(call) {
    if (call.state === "outgoing") return this.#carry(call);
    // Who was muted before the reload stays so.
    const before = call.parties.find(({ userId }) => userId === this.#client.userId)?.media;
    await this.#take(call, before ?? sending(call.media), (options) => call.rejoin(options));
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
      if (subject && this.#stage.busy) this.#fail(subject, failure(error));
    }
  }

  /** @param {IncomingCall} call */
  #decline(call) {
    this.#settled.add(call.id);
    call.reject("declined").catch(() => {});
    this.#people.focus(call.peer.userId, call.media);
  }

  /**
   * Shows how an invitation ended that nobody answered here: missed, or settled on another device.
   *
   * @param {IncomingCall} call
   */
  #watch(call) {
    const off = call.on("state", (now) => {
      if (now.state === "incoming") return;
      off();
      const unanswered = now.state === "elsewhere" || now.state === "ended";
      if (unanswered && !this.#settled.has(now.id) && !this.#stage.busy) this.#carry(now);
      this.#settled.delete(now.id);
    });
    this.#ring();
  }

  /** Rings for the oldest invitation that is open. */
  #ring() {
    const call = this.#client.calls.find((one) => one.state === "incoming" && !this.#settled.has(one.id));
    if (call?.state === "incoming") this.#dialog.show(call, this.#userOf(call.peer.userId));
    else this.#dialog.show(undefined, undefined);
  }

  async #leaveCurrent() {
    const subject = this.#stage.subject;
    if (subject?.kind === "call" && "hangup" in subject.call) await subject.call.hangup().catch(() => {});
  }

  /**
   * @param {Call} call
   * @param {string} [notice]
   */
  #carry(call, notice) {
    this.#put({ kind: "call", peer: this.#userOf(call.peer.userId), media: call.media, call });
    call.on("state", () => this.#people.setCallable(!this.#stage.busy));
    if (notice) this.#stage.notice(notice);
  }

  /**
   * @param {Subject} subject
   * @param {{ code: string, text: string }} end
   */
  #fail({ peer, media }, end) {
    /** @type {Failed} */
    const failed = { kind: "failed", peer, media, ...end };
    this.#put(failed);
  }

  /** @param {Subject} subject */
  #put(subject) {
    this.#stage.show(subject);
    this.#people.setCallable(!this.#stage.busy);
  }

  /**
   * @param {User} peer
   * @param {MediaKind} media
   */
  #closed(peer, media) {
    this.#people.setCallable(true);
    this.#people.focus(peer.userId, media);
  }
}
