// @ts-check
import { element, fromTemplate, paintAvatars, select, setIcon, setText } from "./dom.js";
import { isMissed, namesOf, recordLine, timeText } from "./words.js";
/** @import { HistoryApi, HistoryRecord } from "/sdk/carillon.js" */
/** @import { Target } from "./call-stage.js" */
/** @import { User } from "./demo-users.js" */

/** So many records are shown at once, and so many more on request. */
const PAGE = 30;

/** How often, and after how many milliseconds each, the list is asked for a call that has just ended. */
const TRIES = 5;
const AGAIN_MS = 1_000;

/** The list of recent calls, and how many of them were missed and not seen. */
export class HistoryView {
  #list = element("history", HTMLElement);
  #badge = element("missed-count", HTMLElement);
  #more = element("history-more", HTMLButtonElement);
  #problem = element("history-problem", HTMLElement);
  /** The service counts when a session begins, not when a reload resumes it: the window remembers. */
  #key;
  #history;
  #userOf;
  #onCall;
  /** @type {readonly HistoryRecord[]} */
  #records = [];
  #missed = 0;
  /** How many of the latest missed calls are marked as new while the list is open. */
  #fresh = 0;
  #isOpen = false;
  #asked = 0;
  /** The call that ended last: its record comes a moment after its end. */
  #awaited = { callId: "", tries: 0 };

  /**
   * @param {object} given
   * @param {string} given.self whose calls they are
   * @param {HistoryApi} given.history
   * @param {(userId: string) => User} given.userOf
   * @param {(target: Target) => void} given.onCall
   */
  constructor({ self, history, userOf, onCall }) {
    this.#key = `carillon.missed.${self}`;
    this.#missed = Number(sessionStorage.getItem(this.#key) ?? 0);
    this.#renderBadge();
    this.#history = history;
    this.#userOf = userOf;
    this.#onCall = onCall;
    this.#more.addEventListener("click", () => void this.#load(this.#records.at(-1)?.startedAt));
  }

  /** @param {number} count missed calls that nobody has seen, as the service counts them */
  setMissed(count) {
    this.#missed = count;
    this.#renderBadge();
    if (this.#isOpen) void this.open();
  }

  /**
   * A call of this user is over.
   *
   * @param {string} callId
   * @param {boolean} missed
   */
  callEnded(callId, missed) {
    if (missed) this.#missed += 1;
    this.#renderBadge();
    this.#awaited = { callId, tries: TRIES };
    if (this.#isOpen) void this.open();
  }

  /** Shows the list. What is in it has then been seen. */
  async open() {
    this.#isOpen = true;
    await this.#load();
  }

  /** The list is no longer in sight. */
  close() {
    this.#isOpen = false;
    this.#fresh = 0;
  }

  /** @param {number} [before] only calls older than that, below those that are there */
  async #load(before) {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const records = await this.#history.list({ limit: PAGE, ...(before === undefined ? {} : { before }) });
      // A later answer says more.
      if (asked !== this.#asked) return;
      this.#records = before === undefined ? records : [...this.#records, ...records];
      this.#render(records.length === PAGE);
      if (this.#isComing()) setTimeout(() => this.#isOpen && void this.#load(), AGAIN_MS);
      else await this.#seen();
    } catch {
      this.#say("The calls cannot be shown now.");
    }
  }

  /** @returns {boolean} whether the record of the last call is still to be waited for */
  #isComing() {
    const { callId, tries } = this.#awaited;
    if (tries === 0 || this.#records.some((record) => record.callId === callId)) return false;
    this.#awaited.tries -= 1;
    return true;
  }

  /** Tells the service that the missed calls were seen, on all devices. */
  async #seen() {
    const latest = this.#records[0];
    if (this.#missed === 0 || !latest) return;
    this.#fresh += this.#missed;
    this.#missed = 0;
    this.#renderBadge();
    await this.#history.seen(latest.startedAt);
  }

  /** @param {boolean} mayBeMore */
  #render(mayBeMore) {
    this.#say(undefined);
    let fresh = this.#fresh + this.#missed;
    this.#list.replaceChildren(...this.#records.map((record) => this.#row(record, isMissed(record) && fresh-- > 0)));
    this.#list.hidden = this.#records.length === 0;
    element("history-empty", HTMLElement).hidden = this.#records.length > 0;
    this.#more.hidden = !mayBeMore;
  }

  #renderBadge() {
    sessionStorage.setItem(this.#key, String(this.#missed));
    this.#badge.hidden = this.#missed === 0;
    setText(this.#badge, this.#missed === 0 ? "" : String(this.#missed));
    this.#badge.setAttribute("aria-label", this.#missed === 1 ? "1 missed call" : `${this.#missed} missed calls`);
  }

  /** @param {string | undefined} problem */
  #say(problem) {
    this.#problem.hidden = problem === undefined;
    setText(this.#problem, problem ?? "");
  }

  /**
   * @param {HistoryRecord} record
   * @param {boolean} isNew
   */
  #row(record, isNew) {
    const { callId, media, peers, room, startedAt } = record;
    const users = peers.map(this.#userOf);
    const name = room === undefined ? namesOf(users) : `Room ${room}`;
    const missed = isMissed(record);
    const item = fromTemplate("history-row");
    item.dataset.testid = `record-${callId}`;
    item.dataset.outcome = missed ? "missed" : record.outcome;
    item.dataset.new = String(isNew);
    paintAvatars(select(".avatars", HTMLElement, item), users);
    setText(select(".record__name", HTMLElement, item), name);
    setText(select(".record__what", HTMLElement, item), isNew ? `${recordLine(record)} · new` : recordLine(record));
    setIcon(
      select(".record__direction", SVGSVGElement, item),
      missed ? "call-missed" : record.direction === "incoming" ? "call-in" : "call-out",
    );
    const when = select("time", HTMLTimeElement, item);
    when.dateTime = new Date(startedAt).toISOString();
    setText(when, timeText(startedAt));
    const button = select("button", HTMLButtonElement, item);
    const verb = room !== undefined ? "Enter" : media === "video" ? "Video call" : "Call";
    button.dataset.testid = `call-back-${callId}`;
    button.setAttribute("aria-label", `${verb} ${name}`);
    button.title = `${verb} ${name}`;
    setIcon(select("button .icon", SVGSVGElement, item), media === "video" ? "camera" : "phone");
    button.addEventListener("click", () => this.#onCall({ to: users, media, room }));
    return item;
  }
}
