// @ts-check
import { announce } from "./announcer.js";
import { whyNot } from "./call-media.js";
import { element, select, setText } from "./dom.js";
/** @import { Stage, Subject } from "./call-stage.js" */

/** Mute, camera, cancel and hang up. */
export class CallControls {
  #mute = element("mute", HTMLButtonElement);
  #camera = element("camera", HTMLButtonElement);
  #cancel = element("cancel", HTMLButtonElement);
  #hangup = element("hangup", HTMLButtonElement);
  /** @type {Subject | undefined} */
  #subject;
  /** @type {(text: string) => void} */
  #onNotice;

  /** @param {(text: string) => void} onNotice what could not be turned on, and why */
  constructor(onNotice) {
    this.#onNotice = onNotice;
    this.#mute.addEventListener("click", () => void this.#toggle("microphone", this.#mute));
    this.#camera.addEventListener("click", () => void this.#toggle("camera", this.#camera));
    this.#cancel.addEventListener("click", () => this.#end());
    this.#hangup.addEventListener("click", () => this.#end());
  }

  /**
   * @param {Subject} subject
   * @param {Stage} stage
   */
  render(subject, stage) {
    this.#subject = subject;
    const call = subject.kind === "call" && subject.call.state === "active" ? subject.call : undefined;
    element("controls", HTMLElement).hidden = stage.phase === "ended";
    this.#cancel.hidden = stage.phase !== "outgoing";
    this.#hangup.hidden = stage.phase !== "active";
    for (const button of [this.#mute, this.#camera]) {
      button.hidden = stage.phase !== "active";
      // aria-disabled, not disabled: a button that has the focus keeps it.
      button.setAttribute("aria-disabled", String(call === undefined));
    }
    label(this.#mute, call?.localMedia.audio === false, "Mute", "Unmute");
    label(this.#camera, call?.localMedia.video !== true, "Camera off", "Camera on");
  }

  /**
   * @param {"microphone" | "camera"} what
   * @param {HTMLButtonElement} button
   */
  async #toggle(what, button) {
    const call = this.#subject?.kind === "call" ? this.#subject.call : undefined;
    if (call?.state !== "active" || button.getAttribute("aria-busy") === "true") return;
    const on = what === "microphone" ? !call.localMedia.audio : !call.localMedia.video;
    button.setAttribute("aria-busy", "true");
    try {
      await (what === "microphone" ? call.setMicrophone(on) : call.setCamera(on));
      announce(`Your ${what} is ${on ? "on" : "off"}`);
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
 * @param {HTMLButtonElement} button
 * @param {boolean} off
 * @param {string} whenOn
 * @param {string} whenOff
 */
function label(button, off, whenOn, whenOff) {
  button.setAttribute("aria-pressed", String(off));
  setText(select(".control__label", HTMLElement, button), off ? whenOff : whenOn);
}
