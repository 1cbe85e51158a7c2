// @ts-check
import { announce } from "./announcer.js";
import { ring } from "./bells.js";
import { CallControls } from "./call-controls.js";
import { stageOf } from "./call-stage.js";
import { element, paintAvatars, select, setText } from "./dom.js";
import { Hands } from "./hands.js";
import { showQuality } from "./quality-bars.js";
import { Reception } from "./reception.js";
import { Tiles } from "./tiles.js";
import { durationText, failure, mutedText, partingText } from "./words.js";
/** @import { ActiveCall, Call, Peer } from "/sdk/carillon.js" */
/** @import { CallActions } from "./call-controls.js" */
/** @import { Stage, Subject, Who } from "./call-stage.js" */

/** Everything that may change what the view shows. */
const events = /** @type {const} */ ([
  "state",
  "ringing",
  "peers",
  "peerStream",
  "peerTrack",
  "peerMedia",
  "peerConnection",
  "quality",
  "connection",
  "localStream",
  "localScreen",
  "localMedia",
  "peerScreen",
  "topology",
  "connectivity",
  "muted",
  "reconnecting",
  "reconnected",
]);

/** How long a passing notice is shown. */
const BRIEFLY_MS = 6_000;

/**
 * @typedef {object} CallViewOptions
 * @property {() => number} now the service's clock
 * @property {Who} who
 * @property {(subject: Subject) => void} onCallAgain
 * @property {(subject: Subject) => void} onJoinAgain
 * @property {(subject: Subject) => void} onClose
 */

/**
 * The stage: one call from its first ring to its end. What is shown follows from the call alone, so each
 * of its events renders anew.
 */
export class CallView {
  #view = select("#call", HTMLElement);
  #hands;
  #tiles;
  #controls;
  #reception = new Reception();
  /** @type {Subject | undefined} */
  #subject;
  /** Whether the group that this device left goes on, and may be entered again. */
  #goesOn = false;
  /** @type {(() => void)[]} */
  #undo = [];
  /** @type {(() => void) | undefined} */
  #stopRinging;
  #shown = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #noticeTimer;
  #now;
  #who;

  /** @param {CallViewOptions & Omit<CallActions, "onNotice" | "hands">} given */
  constructor({ now, who, onCallAgain, onJoinAgain, onClose, ...actions }) {
    this.#now = now;
    this.#who = who;
    this.#hands = new Hands({ self: who.self, onChange: () => this.#render() });
    const moderation = {
      mute: (/** @type {Peer} */ { userId }) => this.#moderate((call) => call.mute(userId, { audio: true })),
      remove: (/** @type {Peer} */ { userId }) => this.#moderate((call) => call.remove(userId)),
    };
    this.#tiles = new Tiles({ sound: actions.sound, who, hands: this.#hands, moderation });
    this.#controls = new CallControls({ ...actions, hands: this.#hands, onNotice: (text) => this.notice(text) });
    element("call-again", HTMLButtonElement).addEventListener("click", () => this.#with(onCallAgain));
    element("join-again", HTMLButtonElement).addEventListener("click", () => this.#with(onJoinAgain));
    element("close-call", HTMLButtonElement).addEventListener("click", () => {
      const subject = this.#subject;
      this.clear();
      if (subject) onClose(subject);
    });
    element("copy-link", HTMLButtonElement).addEventListener("click", () => this.#with((subject) => void this.#copyLink(subject)));
    setInterval(() => this.#tick(), 250);
  }

  /** @returns {Subject | undefined} what is on the stage */
  get subject() {
    return this.#subject;
  }

  /** @returns {Call | undefined} the call on the stage */
  get call() {
    return this.#subject?.kind === "call" ? this.#subject.call : undefined;
  }

  /** @returns {boolean} whether a call is on the stage that is not over */
  get busy() {
    return this.#subject !== undefined && stageOf(this.#subject, this.#who).phase !== "ended";
  }

  /** @returns {boolean} whether a call is being made that nobody has answered yet */
  get isDialing() {
    return this.#subject !== undefined && stageOf(this.#subject, this.#who).phase === "outgoing";
  }

  /** @param {Subject} subject */
  show(subject) {
    // A subject that goes on as the next one (placing, then the call) keeps its notice and its focus.
    if (!this.busy || !this.#subject || keyOf(this.#subject) !== keyOf(subject)) {
      this.notice(undefined);
      this.#shown = "";
    }
    this.#undo.forEach((off) => off());
    this.#undo = subject.kind === "call" ? this.#listen(subject.call) : [];
    this.#hands.follow(subject.kind === "call" ? subject.call : undefined);
    this.#tiles.heard([]);
    this.#subject = subject;
    this.#goesOn = false;
    this.#view.hidden = false;
    this.#render();
  }

  /** Empties the stage. */
  clear() {
    this.#undo.forEach((off) => off());
    this.#undo = [];
    this.#subject = undefined;
    this.#shown = "";
    this.#tiles.render(undefined);
    this.#view.hidden = true;
    this.#view.dataset.phase = "none";
    element("call-state", HTMLElement).dataset.state = "none";
    element("app", HTMLElement).dataset.call = "none";
    document.title = "Carillon";
  }

  /**
   * @param {string | undefined} text what the user should know now
   * @param {number} [forMs] how long it is shown; without it until the next one
   */
  notice(text, forMs) {
    clearTimeout(this.#noticeTimer);
    const line = element("media-notice", HTMLElement);
    line.hidden = text === undefined;
    setText(line, text ?? "");
    if (forMs !== undefined) this.#noticeTimer = setTimeout(() => this.notice(undefined), forMs);
  }

  /**
   * The group that this device was in, or was asked into, goes on without it.
   *
   * @param {Call} call
   */
  offerToJoin(call) {
    if (this.call !== call) return;
    this.#goesOn = true;
    this.#render();
  }

  /** @param {(subject: Subject) => void} action */
  #with(action) {
    if (this.#subject) action(this.#subject);
  }

  /**
   * @param {Call} call
   * @returns {(() => void)[]}
   */
  #listen(call) {
    const name = (/** @type {Peer} */ { userId }) => this.#who.userOf(userId).name;
    return [
      ...events.map((event) => call.on(event, () => this.#render())),
      call.on("speaker", ({ userId, recent }) => {
        this.#tiles.heard([userId, ...recent]);
        this.#render();
      }),
      call.on("muted", ({ userId, audio, by }) => {
        if (userId === this.#who.self && audio)
          this.notice(mutedText(by === undefined ? undefined : this.#who.userOf(by).name), BRIEFLY_MS);
      }),
      // In a call of two the stage itself says all that.
      call.on("peerJoined", (peer) => call.group && announce(`${name(peer)} joined`)),
      call.on("peerLeft", ({ peer, reason }) => call.group && this.#tellLeft(partingText(name(peer), reason))),
      call.on("peerReconnecting", (peer) => call.group && announce(`${name(peer)} is reconnecting`)),
      call.on("peerReconnected", (peer) => call.group && announce(`${name(peer)} is back`)),
    ];
  }

  /** @param {(call: ActiveCall) => Promise<void>} action */
  #moderate(action) {
    if (this.call?.state === "active") action(this.call).catch((error) => this.notice(failure(error).text, BRIEFLY_MS));
  }

  /** @param {string} text */
  #tellLeft(text) {
    announce(text);
    if (this.call?.state === "active") this.notice(text, BRIEFLY_MS);
  }

  #render() {
    const subject = this.#subject;
    if (!subject) return;
    const stage = stageOf(subject, this.#who);
    this.#view.dataset.phase = stage.phase;
    element("app", HTMLElement).dataset.call = stage.phase;
    document.title = stage.phase === "ended" ? "Carillon" : `${stage.title} · Carillon`;
    setText(element("call-peer", HTMLElement), stage.title);
    paintAvatars(select("#call-avatars", HTMLElement), stage.people);
    const state = element("call-state", HTMLElement);
    state.dataset.state = stage.state;
    setText(state, stage.text);
    const { layout, picture, wishes } = this.#tiles.render(this.call);
    this.#reception.follow(this.call, wishes);
    this.#view.dataset.layout = layout;
    this.#view.dataset.picture = picture ? "remote" : "none";
    this.#renderWaiting(stage);
    this.#renderPeer(stage);
    this.#renderEnd(stage);
    this.#renderRinging(stage);
    element("copy-link", HTMLElement).hidden = stage.state !== "alone" || subject.target.room === undefined;
    this.#controls.render(subject, stage);
    this.#tick();
    this.#tell(stage);
  }

  /** @param {Stage} stage */
  #renderWaiting(stage) {
    const overlay = element("reconnecting", HTMLElement);
    overlay.hidden = stage.waiting === undefined;
    setText(select(".call__overlay-text", HTMLElement, overlay), stage.waiting ?? "");
  }

  /**
   * What the only other one sends; in a group each tile says it.
   *
   * @param {Stage} stage
   */
  #renderPeer({ only, state }) {
    const media = only?.deviceId === undefined ? undefined : only.media;
    element("peer-muted", HTMLElement).hidden = media?.audio !== false;
    element("peer-camera-off", HTMLElement).hidden = media === undefined || this.call?.media !== "video" || media.video || media.screen;
    element("peer-screen", HTMLElement).hidden = media?.screen !== true;
    element("peer-hold", HTMLElement).hidden = media?.hold !== true;
    showQuality(element("call-quality", HTMLElement), media?.hold || state === "held" ? undefined : only?.quality);
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
    const isRoom = this.#subject?.target.room !== undefined;
    element("join-again", HTMLElement).hidden = !isRoom && !this.#goesOn;
    element("call-again", HTMLElement).hidden = isRoom || end?.code === "moved";
    if (end) this.notice(undefined);
  }

  /** @param {Stage} stage */
  #renderRinging(stage) {
    element("call-rings", HTMLElement).classList.toggle("bell-rings--ringing", stage.phase === "outgoing");
    if (stage.phase === "outgoing" && stage.state === "ringing") this.#stopRinging ??= ring("ringback");
    else this.#stopRinging = void this.#stopRinging?.();
  }

  #tick() {
    const { call } = this;
    const clock = element("duration", HTMLElement);
    const running = call?.state === "active" || call?.state === "detached";
    clock.hidden = !running;
    if (running) setText(clock, durationText(this.#now() - call.startedAt));
  }

  /** @param {Subject} subject */
  async #copyLink({ target }) {
    const link = new URL(location.href);
    link.search = "";
    link.searchParams.set("room", target.room ?? "");
    try {
      await navigator.clipboard.writeText(link.href);
      this.notice("The link is copied. Whoever opens it enters this room.", BRIEFLY_MS);
    } catch {
      this.notice(link.href);
    }
  }

  /**
   * Tells screen readers what changed, and moves the focus when the buttons change.
   *
   * @param {Stage} stage
   */
  #tell(stage) {
    const key = `${stage.phase} ${stage.state} ${stage.waiting ?? ""}`;
    if (key === this.#shown) return;
    const phaseIsNew = !this.#shown.startsWith(`${stage.phase} `);
    this.#shown = key;
    announce(stage.end ? `${stage.title}: ${stage.end.text}` : (stage.waiting ?? `${stage.title}: ${stage.text}`));
    // To the heading, not to a button: who presses Enter twice would cancel, mute or close what just began.
    if (phaseIsNew) element("call-peer", HTMLElement).focus();
  }
}

/**
 * @param {Subject} subject
 * @returns {string} the same for a call and for the attempt to make it
 */
function keyOf({ target }) {
  return target.room ?? target.to.map(({ userId }) => userId).join(" ");
}
