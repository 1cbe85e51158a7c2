// @ts-check
import { announce } from "./announcer.js";
import { whyNot } from "./call-media.js";
import { DeviceChoice } from "./device-choice.js";
import { element, select, setText } from "./dom.js";
/** @import { ActiveCall, CarillonClient } from "/sdk/carillon.js" */
/** @import { Hands } from "./hands.js" */
/** @import { OwnWindow, OwnWindows } from "./own-windows.js" */
/** @import { Sound } from "./sound.js" */

/**
 * @typedef {object} CallMenuActions
 * @property {CarillonClient} client
 * @property {Sound} sound
 * @property {OwnWindows} windows
 * @property {Hands} hands
 * @property {(call: ActiveCall) => void} onAdd somebody is to be rung into the call
 * @property {(text: string) => void} onNotice what could not be done, and why
 */

/** What is needed less often in a call: hold, more people, another window, devices, the end for all. */
export class CallMenu {
  #menu = element("call-menu", HTMLElement);
  #hold = element("hold", HTMLButtonElement);
  #hand = element("raise-hand", HTMLButtonElement);
  #moveTo = element("move-to", HTMLElement);
  #endEveryone = element("end-everyone", HTMLButtonElement);
  #devices;
  #windows;
  #hands;
  #onNotice;
  /** @type {ActiveCall | undefined} */
  #call;

  /** @param {CallMenuActions} actions */
  constructor({ client, sound, windows, hands, onAdd, onNotice }) {
    this.#windows = windows;
    this.#hands = hands;
    this.#onNotice = onNotice;
    this.#devices = new DeviceChoice({ devices: client.devices, sound, onNotice });
    this.#hold.addEventListener("click", () => this.#chosen((call) => void this.#toggleHold(call)));
    this.#hand.addEventListener("click", () => this.#chosen((call) => this.#hands.toggle(call)));
    element("add-people", HTMLButtonElement).addEventListener("click", () => this.#chosen(onAdd));
    this.#endEveryone.addEventListener("click", () => this.#chosen((call) => void call.hangup({ everyone: true }).catch(() => {})));
    this.#menu.addEventListener("toggle", (event) => {
      if (event.newState === "open") this.#opened();
    });
    windows.onChange(() => this.#renderWindows());
    this.#renderWindows();
  }

  /** @param {ActiveCall | undefined} call */
  render(call) {
    this.#call = call;
    if (!call && this.#menu.matches(":popover-open")) this.#menu.hidePopover();
    const held = call?.localMedia.hold === true;
    setText(select("span", HTMLElement, this.#hold), held ? "Take off hold" : "Hold");
    this.#hand.hidden = call?.group !== true;
    setText(select("span", HTMLElement, this.#hand), this.#hands.own ? "Lower your hand" : "Raise your hand");
    // Only who made a call may end it for all.
    this.#endEveryone.hidden = !(call?.group && call.room === undefined && call.direction === "outgoing");
    this.#devices.render(call);
  }

  #opened() {
    void this.#devices.refresh();
    this.#hold.focus();
  }

  #renderWindows() {
    const { others } = this.#windows;
    this.#moveTo.hidden = others.length === 0;
    for (const button of this.#moveTo.querySelectorAll("button")) button.remove();
    this.#moveTo.append(...others.map((window) => this.#windowButton(window)));
  }

  /** @param {OwnWindow} window */
  #windowButton(window) {
    const button = /** @type {HTMLButtonElement} */ (this.#hold.cloneNode(true));
    button.dataset.testid = `move-to-${window.deviceId}`;
    const use = select("use", SVGUseElement, button);
    use.setAttribute("href", "art/icons.svg#move");
    setText(select("span", HTMLElement, button), window.name);
    button.addEventListener("click", () => this.#chosen((call) => void this.#move(call, window)));
    return button;
  }

  /** @param {(call: ActiveCall) => void} action */
  #chosen(action) {
    this.#menu.hidePopover();
    if (this.#call) action(this.#call);
  }

  /** @param {ActiveCall} call */
  async #toggleHold(call) {
    const hold = !call.localMedia.hold;
    try {
      await call.setHold(hold);
      announce(hold ? "The call is on hold" : "The call goes on");
    } catch (error) {
      this.#onNotice(whyNot("microphone", error));
    }
  }

  /**
   * @param {ActiveCall} call
   * @param {OwnWindow} window
   */
  async #move(call, window) {
    try {
      await call.transfer(window.deviceId);
      this.#onNotice("Take the call up in the other window. It goes on here until then.");
    } catch {
      this.#onNotice("The other window cannot take the call now.");
    }
  }
}
