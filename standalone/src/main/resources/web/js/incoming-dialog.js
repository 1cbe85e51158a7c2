// @ts-check
import { announce } from "./announcer.js";
import { audioContext, ring } from "./bells.js";
import { element, paintAvatar, select, setText } from "./dom.js";
import { namesOf } from "./words.js";
/** @import { IncomingCall, MediaKind } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

/** @typedef {"alone" | "hold" | "end"} Beside what becomes of the call that one is in: there is none, it is held, it ends */
/** @typedef {{ call: IncomingCall, from: User, others: readonly User[], inCall: boolean }} Ringing a call, who makes it, who else is asked, and whether one is in a call */

/** The dialog that rings. Enter answers (its button has the focus), Escape declines. */
export class IncomingDialog {
  #dialog = element("incoming", HTMLDialogElement);
  #answer = element("answer", HTMLButtonElement);
  #answerAudio = element("answer-audio", HTMLButtonElement);
  #answerHold = element("answer-hold", HTMLButtonElement);
  #answerEnd = element("answer-end", HTMLButtonElement);
  /** @type {Ringing | undefined} */
  #ringing;
  /** @type {(() => void) | undefined} */
  #stopRinging;
  #titleBefore = "";

  /**
   * @param {object} given
   * @param {(call: IncomingCall, media: MediaKind, beside: Beside) => void} given.onAnswer
   * @param {(call: IncomingCall) => void} given.onDecline
   */
  constructor({ onAnswer, onDecline }) {
    const settle = (/** @type {(call: IncomingCall) => void} */ how) => {
      const call = this.#ringing?.call;
      this.show(undefined);
      if (call) how(call);
    };
    this.#answer.addEventListener("click", () => settle((call) => onAnswer(call, call.media, "alone")));
    this.#answerAudio.addEventListener("click", () => settle((call) => onAnswer(call, "audio", "alone")));
    this.#answerHold.addEventListener("click", () => settle((call) => onAnswer(call, call.media, "hold")));
    this.#answerEnd.addEventListener("click", () => settle((call) => onAnswer(call, call.media, "end")));
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
   * @param {Ringing | undefined} ringing
   */
  show(ringing) {
    const before = this.#ringing;
    this.#ringing = ringing;
    if (ringing && ringing.call === before?.call) {
      if (ringing.inCall !== before.inCall) this.#renderChoices(ringing);
      return;
    }
    this.#stopRinging?.();
    this.#stopRinging = undefined;
    if (ringing) this.#begin(ringing);
    else if (before) this.#end();
  }

  /** @param {Ringing} ringing */
  #begin(ringing) {
    const { call, from, others } = ringing;
    const what = whatIs(ringing);
    paintAvatar(select("#incoming-avatar", HTMLElement), from);
    setText(element("incoming-from", HTMLElement), call.handOver ? "Go on here?" : from.name);
    setText(element("incoming-media", HTMLElement), call.handOver ? `The call with ${namesOf([from, ...others])}` : what);
    setText(select("#answer-label", HTMLElement), call.handOver ? "Go on here" : "Answer");
    setText(select("#decline-label", HTMLElement), call.handOver ? "Not now" : "Decline");
    this.#dialog.dataset.media = call.media;
    this.#dialog.dataset.handOver = String(call.handOver);
    // Before the dialog opens: a modal dialog hides the page, live regions included, from screen readers.
    announce(
      call.handOver
        ? `${what}. Enter takes it up here, Escape leaves it there.`
        : `${from.name} is calling. ${what}. Enter answers, Escape declines.`,
      "urgent",
    );
    if (!this.#dialog.open) {
      this.#titleBefore = document.title;
      this.#dialog.showModal();
    }
    document.title = call.handOver ? "Go on here?" : `${from.name} is calling…`;
    this.#renderChoices(ringing);
    if (!call.handOver) {
      this.#stopRinging = ring(ringing.inCall ? "callWaiting" : "ringtone");
      navigator.vibrate?.([400, 200, 400, 200, 400]);
    }
    this.#renderSound();
  }

  #end() {
    document.title = this.#titleBefore;
    this.#dialog.close();
    // The next call by the same user has to be announced again.
    announce("", "urgent");
  }

  /** @param {Ringing} ringing */
  #renderChoices({ call, inCall }) {
    this.#answer.hidden = inCall;
    this.#answerAudio.hidden = inCall || call.media !== "video";
    this.#answerHold.hidden = !inCall;
    this.#answerEnd.hidden = !inCall;
    (inCall ? this.#answerHold : this.#answer).focus();
  }

  #renderSound() {
    element("ring-silent", HTMLElement).hidden = this.#ringing?.call.handOver === true || audioContext().state === "running";
  }
}

/** @param {Ringing} ringing */
function whatIs({ call, from, others }) {
  const kind = call.media === "video" ? "video call" : "audio call";
  if (call.handOver) return `Go on with ${namesOf([from, ...others])} in this window?`;
  return others.length > 0 ? `Incoming ${kind} with ${namesOf(others)}` : `Incoming ${kind}`;
}
