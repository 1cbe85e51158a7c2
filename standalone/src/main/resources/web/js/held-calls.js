// @ts-check
import { element, fromTemplate, paintAvatars, select, setText } from "./dom.js";
import { targetOf } from "./call-stage.js";
import { durationText, namesOf } from "./words.js";
/** @import { ActiveCall } from "/sdk/carillon.js" */
/** @import { Who } from "./call-stage.js" */

/** The bar above the stage: calls that this device is in and that are not on the stage. */
export class HeldCalls {
  #list = element("held-calls", HTMLElement);
  /** @type {Map<ActiveCall, HTMLElement>} */
  #rows = new Map();
  #now;
  #who;
  #onSwap;

  /**
   * @param {object} given
   * @param {() => number} given.now the service's clock
   * @param {Who} given.who
   * @param {(call: ActiveCall) => void} given.onSwap
   */
  constructor({ now, who, onSwap }) {
    this.#now = now;
    this.#who = who;
    this.#onSwap = onSwap;
    setInterval(() => this.#tick(), 1_000);
  }

  /**
   * @param {readonly ActiveCall[]} calls
   * @param {boolean} beside whether another call is on the stage, to be swapped with
   */
  render(calls, beside) {
    for (const [call, row] of this.#rows) {
      if (calls.includes(call)) continue;
      row.remove();
      this.#rows.delete(call);
    }
    for (const call of calls) {
      const row = this.#rows.get(call) ?? this.#add(call);
      const { to, room } = targetOf(call, this.#who);
      const name = room === undefined ? namesOf(to) : `Room ${room}`;
      paintAvatars(select(".avatars", HTMLElement, row), to);
      setText(select(".held__name", HTMLElement, row), name);
      const swap = element("swap", HTMLButtonElement, row);
      setText(select("span", HTMLElement, swap), beside ? "Swap" : "Resume");
      swap.setAttribute("aria-label", beside ? `Swap to ${name}` : `Resume the call with ${name}`);
      element("hangup-held", HTMLButtonElement, row).setAttribute("aria-label", `Hang up on ${name}`);
    }
    this.#list.hidden = calls.length === 0;
    this.#tick();
  }

  /** @param {ActiveCall} call */
  #add(call) {
    const row = fromTemplate("held-row");
    row.dataset.testid = `held-${call.id}`;
    element("swap", HTMLButtonElement, row).addEventListener("click", () => this.#onSwap(call));
    element("hangup-held", HTMLButtonElement, row).addEventListener("click", () => void call.hangup().catch(() => {}));
    this.#rows.set(call, row);
    this.#list.append(row);
    return row;
  }

  #tick() {
    for (const [call, row] of this.#rows) {
      setText(select(".held__line", HTMLElement, row), `On hold · ${durationText(this.#now() - call.startedAt)}`);
    }
  }
}
