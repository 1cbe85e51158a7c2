// @ts-check
/** @import { ActiveCall, Call } from "/sdk/carillon.js" */

/** Who has raised a hand in the call on the stage. Parties tell each other by `call.update`; the service keeps nothing of it. */
export class Hands {
  /** @type {Set<string>} */
  #raised = new Set();
  /** @type {Call | undefined} */
  #call;
  /** @type {(() => void)[]} */
  #undo = [];
  #self;
  #onChange;

  /**
   * @param {object} given
   * @param {string} given.self the own user id
   * @param {() => void} given.onChange
   */
  constructor({ self, onChange }) {
    this.#self = self;
    this.#onChange = onChange;
  }

  /** @returns {boolean} whether the own one is up */
  get own() {
    return this.isRaised(this.#self);
  }

  /** @param {string} userId */
  isRaised(userId) {
    return this.#raised.has(userId);
  }

  /** @param {Call | undefined} call */
  follow(call) {
    if (call === this.#call) return;
    this.#call = call;
    this.#undo.forEach((off) => off());
    this.#raised.clear();
    if (!call) return;
    this.#undo = [
      call.on("updated", ({ userId, userInfo }) => {
        if (typeof userInfo.hand === "boolean") this.#set(userId, userInfo.hand);
      }),
      call.on("peerLeft", ({ peer }) => this.#set(peer.userId, false)),
      // Who comes later has not been told.
      call.on("peerJoined", () => {
        if (this.own && call.state === "active") this.#tell(call);
      }),
    ];
  }

  /** @param {ActiveCall} call */
  toggle(call) {
    this.#set(this.#self, !this.own);
    this.#tell(call);
  }

  /** @param {ActiveCall} call */
  #tell(call) {
    call.update({ hand: this.own }).catch(() => {});
  }

  /**
   * @param {string} userId
   * @param {boolean} raised
   */
  #set(userId, raised) {
    if (raised === this.isRaised(userId)) return;
    if (raised) this.#raised.add(userId);
    else this.#raised.delete(userId);
    this.#onChange();
  }
}
