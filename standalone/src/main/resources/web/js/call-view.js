// @ts-check
import { announce } from "./announcer.js";
import { ring } from "./bells.js";
import { CallControls } from "./call-controls.js";
import { stageOf } from "./call-stage.js";
import { element, paintAvatar, select, setText } from "./dom.js";
import { Pictures } from "./pictures.js";
import { durationText } from "./words.js";
/** @import { Stage, Subject } from "./call-stage.js" */

/** Everything that may change what the view shows. */
const events = /** @type {const} */ ([
  "state", "ringing", "localStream", "remoteStream", "remoteTrack", "remoteMedia", "localMedia", "connection", "reconnecting", "reconnected",
]);

/**
 * The stage: one call from its first ring to its end. What is shown follows from the call alone, so each
 * of its events renders anew.
 */
export class CallView {
  #view = select("#call", HTMLElement);
  #pictures = new Pictures();
  #controls = new CallControls((text) => this.notice(text));
  /** @type {Subject | undefined} */
  #subject;
  /** @type {(() => void)[]} */
  #undo = [];
  /** @type {(() => void) | undefined} */
  #stopRinging;
  #shown = "";
  #now;

  /**
   * @param {object} given
   * @param {() => number} given.now the service's clock
   * @param {(subject: Subject) => void} given.onCallAgain
   * @param {(subject: Subject) => void} given.onClose
   */
  constructor({ now, onCallAgain, onClose }) {
    this.#now = now;
    element("call-again", HTMLButtonElement).addEventListener("click", () => {
      if (this.#subject) onCallAgain(this.#subject);
    });
    element("close-call", HTMLButtonElement).addEventListener("click", () => {
      const subject = this.#subject;
      this.clear();
      if (subject) onClose(subject);
    });
    setInterval(() => this.#tick(), 250);
  }

  /** @returns {Subject | undefined} what is on the stage */
  get subject() {
    return this.#subject;
  }

  /** @returns {boolean} whether a call is on the stage that is not over */
  get busy() {
    return this.#subject !== undefined && stageOf(this.#subject).phase !== "ended";
  }

  /** @param {Subject} subject */
  show(subject) {
    this.#undo.forEach((off) => off());
    this.#undo = subject.kind === "call" ? events.map((event) => subject.call.on(event, () => this.#render())) : [];
    // A subject that goes on as the next one (placing, then the call) keeps its notice and its focus.
    if (this.#subject?.peer.userId !== subject.peer.userId || !this.busy) {
      this.notice(undefined);
      this.#shown = "";
    }
    this.#subject = subject;
    paintAvatar(select("#call-avatar", HTMLElement), subject.peer);
    setText(element("call-peer", HTMLElement), subject.peer.name);
    this.#view.hidden = false;
    this.#render();
  }

  /** Empties the stage. */
  clear() {
    this.#undo.forEach((off) => off());
    this.#undo = [];
    this.#subject = undefined;
    this.#shown = "";
    this.#pictures.render(undefined);
    this.#view.hidden = true;
    this.#view.dataset.phase = "none";
    element("call-state", HTMLElement).dataset.state = "none";
    element("app", HTMLElement).dataset.call = "none";
    document.title = "Carillon";
  }

  /** @param {string | undefined} text what the user should know about camera or microphone */
  notice(text) {
    const line = element("media-notice", HTMLElement);
    line.hidden = text === undefined;
    setText(line, text ?? "");
  }

  #render() {
    const subject = this.#subject;
    if (!subject) return;
    const stage = stageOf(subject);
    this.#view.dataset.phase = stage.phase;
    element("app", HTMLElement).dataset.call = stage.phase;
    document.title = stage.phase === "ended" ? "Carillon" : `${subject.peer.name} · Carillon`;
    const state = element("call-state", HTMLElement);
    state.dataset.state = stage.state;
    setText(state, stage.text);
    this.#pictures.render(subject.kind === "call" ? subject.call : undefined);
    this.#renderWaiting(stage);
    this.#renderPeerMedia(subject);
    this.#renderEnd(stage);
    this.#renderRinging(stage);
    this.#controls.render(subject, stage);
    this.#tick();
    this.#tell(subject, stage);
  }

  /** @param {Stage} stage */
  #renderWaiting(stage) {
    const overlay = element("reconnecting", HTMLElement);
    overlay.hidden = stage.waiting === undefined;
    setText(select(".call__overlay-text", HTMLElement, overlay), stage.waiting ?? "");
  }

  /** @param {Subject} subject */
  #renderPeerMedia(subject) {
    const call = subject.kind === "call" && subject.call.state === "active" ? subject.call : undefined;
    element("peer-muted", HTMLElement).hidden = call?.remoteMedia.audio !== false;
    element("peer-camera-off", HTMLElement).hidden = call?.media !== "video" || call.remoteMedia.video;
  }

  /** @param {Stage} stage */
  #renderEnd({ end }) {
    const reason = element("ended-reason", HTMLElement);
    reason.hidden = end === undefined;
    reason.dataset.reason = end?.code ?? "";
    setText(reason, end?.text ?? "");
    const summary = element("ended-summary", HTMLElement);
    summary.hidden = end === undefined;
    setText(summary, end?.summary ?? "");
    element("after", HTMLElement).hidden = end === undefined;
    if (end) this.notice(undefined);
  }

  /** @param {Stage} stage */
  #renderRinging(stage) {
    element("call-rings", HTMLElement).classList.toggle("bell-rings--ringing", stage.phase === "outgoing");
    if (stage.state === "ringing") this.#stopRinging ??= ring("ringback");
    else this.#stopRinging = void this.#stopRinging?.();
  }

  #tick() {
    const call = this.#subject?.kind === "call" ? this.#subject.call : undefined;
    const clock = element("duration", HTMLElement);
    const running = call?.state === "active" || call?.state === "detached";
    clock.hidden = !running;
    if (running) setText(clock, durationText(this.#now() - call.startedAt));
  }

  /**
   * Tells screen readers what changed, and moves the focus when the buttons change.
   *
   * @param {Subject} subject
   * @param {Stage} stage
   */
  #tell(subject, stage) {
    const key = `${stage.phase} ${stage.state} ${stage.waiting ?? ""}`;
    if (key === this.#shown) return;
    const phaseIsNew = !this.#shown.startsWith(`${stage.phase} `);
    this.#shown = key;
    announce(stage.end ? `${subject.peer.name}: ${stage.end.text}` : (stage.waiting ?? `${subject.peer.name}: ${stage.text}`));
    // To the heading, not to a button: who presses Enter twice would cancel, mute or close what just began.
    if (phaseIsNew) element("call-peer", HTMLElement).focus();
  }
}
