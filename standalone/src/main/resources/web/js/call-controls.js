// @ts-check
import { announce } from "./announcer.js";
import { whyNot } from "./call-media.js";
import { CallMenu } from "./call-menu.js";
import { element, select, setText } from "./dom.js";
/** @import { ActiveCall } from "/sdk/carillon.js" */
/** @import { CallMenuActions } from "./call-menu.js" */
/** @import { Stage, Subject } from "./call-stage.js" */

/** @typedef {CallMenuActions & { onResume: (call: ActiveCall) => void }} CallActions */

/** Mute, camera, screen, cancel, resume and hang up, and the menu with the rest. */
export class CallControls {
  #mute = element("mute", HTMLButtonElement);
  #camera = element("camera", HTMLButtonElement);
  #screen = element("screen", HTMLButtonElement);
  #more = element("more", HTMLButtonElement);
  #resume = element("resume", HTMLButtonElement);
  #cancel = element("cancel", HTMLButtonElement);
  #hangup = element("hangup", HTMLButtonElement);
  #menu;
  /** @type {Subject | undefined} */
  #subject;
  #onNotice;

  /** @param {CallActions} actions */
  constructor(actions) {
    this.#onNotice = actions.onNotice;
    this.#menu = new CallMenu(actions);
    this.#mute.addEventListener("click", () => void this.#toggle("microphone", this.#mute));
    this.#camera.addEventListener("click", () => void this.#toggle("camera", this.#camera));
    this.#screen.addEventListener("click", () => void this.#toggle("screen", this.#screen));
    this.#resume.addEventListener("click", () => {
      if (this.#call) actions.onResume(this.#call);
      // The button goes with the hold: its focus must not be lost.
      this.#more.focus();
    });
    this.#cancel.addEventListener("click", () => this.#end());
    this.#hangup.addEventListener("click", () => this.#end());
  }

  /**
   * @param {Subject} subject
   * @param {Stage} stage
   */
  render(subject, stage) {
    this.#subject = subject;
    const call = this.#call;
    const held = stage.state === "held";
    element("controls", HTMLElement).hidden = stage.phase === "ended";
    this.#cancel.hidden = stage.phase !== "outgoing";
    this.#hangup.hidden = stage.phase !== "active";
    this.#resume.hidden = !held;
    for (const button of [this.#mute, this.#camera, this.#screen, this.#more]) {
      button.hidden = stage.phase !== "active" || (held && button !== this.#more);
      // aria-disabled, not disabled: a button that has the focus keeps it. The screen takes the camera's place.
      button.setAttribute("aria-disabled", String(call === undefined || (button === this.#camera && takesCamerasPlace(call))));
    }
    if (!canShare()) this.#screen.hidden = true;
    const flags = call?.localMedia;
    label(this.#mute, flags?.audio === false, "Mute", "Unmute");
    label(this.#camera, call !== undefined && !call.localMedia.video && !takesCamerasPlace(call), "Camera off", "Camera on");
    label(this.#screen, flags?.screen === true, "Share screen", "Stop sharing");
    this.#menu.render(call);
  }

  /** @returns {ActiveCall | undefined} */
  get #call() {
    const call = this.#subject?.kind === "call" ? this.#subject.call : undefined;
    return call?.state === "active" ? call : undefined;
  }

  /**
   * @param {"microphone" | "camera" | "screen"} what
   * @param {HTMLButtonElement} button
   */
  async #toggle(what, button) {
    const call = this.#call;
    if (!call || button.getAttribute("aria-busy") === "true" || button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      announce(await switched(call, what));
    } catch (error) {
      this.#onNotice(whyNot(what, error));
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  #end() {
    const subject = this.#subject;
    if (subject?.kind === "placing") return subject.cancel();
    if (subject?.kind !== "call" || !("hangup" in subject.call)) return;
    // The call's end arrives as its state; a call that ended meanwhile rejects, and that is what was wanted.
    subject.call.hangup().catch(() => {});
  }
}

/**
 * Turns on what is off, and off what is on.
 *
 * @param {ActiveCall} call
 * @param {"microphone" | "camera" | "screen"} what
 * @returns {Promise<string>} what is so now
 */
async function switched(call, what) {
  const { audio, video, screen } = call.localMedia;
  switch (what) {
    case "microphone":
      await call.setMicrophone(!audio);
      return `Your microphone is ${audio ? "off" : "on"}`;
    case "camera":
      await call.setCamera(!video);
      return `Your camera is ${video ? "off" : "on"}`;
    case "screen":
      await call.setScreen(!screen);
      return screen ? "You no longer share your screen" : "You share your screen";
  }
}

/**
 * @param {ActiveCall} call
 * @returns {boolean} whether the screen is sent where the camera's picture was; on a bridge it is not
 */
function takesCamerasPlace({ localMedia, topology }) {
  return localMedia.screen && topology === "direct";
}

function canShare() {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/**
 * @param {HTMLButtonElement} button
 * @param {boolean} pressed
 * @param {string} before
 * @param {string} after
 */
function label(button, pressed, before, after) {
  button.setAttribute("aria-pressed", String(pressed));
  setText(select(".control__label", HTMLElement, button), pressed ? after : before);
}
