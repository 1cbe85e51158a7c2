// @ts-check
import { announce } from "./announcer.js";
import { audioContext, ring } from "./bells.js";
import { element, paintAvatar, select, setText } from "./dom.js";
/** @import { IncomingCall, MediaKind } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

/** The dialog that rings. Enter answers (its button has the focus), Escape declines. */
export class IncomingDialog {
  #dialog = element("incoming", HTMLDialogElement);
  /** @type {IncomingCall | undefined} */
  #call;
  /** @type {(() => void) | undefined} */
  #stopRinging;
  #titleBefore = "";

  /**
   * @param {object} given
   * @param {(call: IncomingCall, media: MediaKind) => void} given.onAnswer
   * @param {(call: IncomingCall) => void} given.onDecline
   */
  constructor({ onAnswer, onDecline }) {
    const settle = (/** @type {(call: IncomingCall) => void} */ how) => {
      const call = this.#call;
      this.show(undefined, undefined);
      if (call) how(call);
    };
    element("answer", HTMLButtonElement).addEventListener("click", () => settle((call) => onAnswer(call, call.media)));
    element("answer-audio", HTMLButtonElement).addEventListener("click", () => settle((call) => onAnswer(call, "audio")));
    element("decline", HTMLButtonElement).addEventListener("click", () => settle(onDecline));
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      settle(onDecline);
    });
    audioContext().addEventListener("statechange", () => this.#renderSound());
  }

  /**
   * Rings for this call, or stops ringing.
   *
   * @param {IncomingCall | undefined} call
   * @param {User | undefined} from
   */
  show(call, from) {
    if (call === this.#call) return;
    this.#call = call;
    this.#stopRinging?.();
    this.#stopRinging = undefined;
    if (!call || !from) {
      if (this.#dialog.open) document.title = this.#titleBefore;
      this.#dialog.close();
      // The next call by the same user has to be announced again.
      announce("", "urgent");
      return;
    }
    const what = call.media === "video" ? "Video call" : "Audio call";
    paintAvatar(select("#incoming-avatar", HTMLElement), from);
    setText(element("incoming-from", HTMLElement), from.name);
    setText(element("incoming-media", HTMLElement), `Incoming ${what.toLowerCase()}`);
    this.#dialog.dataset.media = call.media;
    element("answer-audio", HTMLElement).hidden = call.media !== "video";
    // Before the dialog opens: a modal dialog hides the page, live regions included, from screen readers.
    announce(`${from.name} is calling. ${what}. Enter answers, Escape declines.`, "urgent");
    this.#titleBefore = document.title;
    document.title = `${from.name} is calling…`;
    if (!this.#dialog.open) this.#dialog.showModal();
    element("answer", HTMLButtonElement).focus();
    this.#stopRinging = ring("ringtone");
    navigator.vibrate?.([400, 200, 400, 200, 400]);
    this.#renderSound();
  }

  #renderSound() {
    element("ring-silent", HTMLElement).hidden = audioContext().state === "running";
  }
}
