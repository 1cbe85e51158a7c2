// @ts-check
import { announce } from "./announcer.js";
import { element, paintAvatar, select, setText } from "./dom.js";
import { presenceLine, timeText } from "./words.js";
/** @import { OwnPresence } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

const choices = /** @type {const} */ (["online", "away", "dnd", "invisible"]);

/** The own name and status above the list, and the form that changes it. The choice outlives a reload of the window. */
export class OwnStatus {
  #button = element("own-status", HTMLButtonElement);
  #form = element("status-form", HTMLFormElement);
  #until = element("status-until", HTMLSelectElement);
  #callWaiting = element("call-waiting", HTMLInputElement);
  #text = element("status-text", HTMLInputElement);
  #key;
  #now;
  /** @type {OwnPresence} */
  #current;
  #onChange;

  /**
   * @param {object} given
   * @param {User} given.user
   * @param {() => number} given.now the service's clock
   * @param {(presence: OwnPresence) => void} given.onChange
   */
  constructor({ user, now, onChange }) {
    this.#onChange = onChange;
    this.#now = now;
    this.#key = `carillon.status.${user.userId}`;
    this.#current = kept(this.#key);
    this.#expire();
    paintAvatar(select("#me-avatar", HTMLElement), user);
    setText(element("own-name", HTMLElement), user.name);
    element(`status-${this.#current.status}`, HTMLInputElement).checked = true;
    this.#text.value = this.#current.text ?? "";
    this.#callWaiting.checked = this.#current.callWaiting === true;
    this.#button.addEventListener("click", () => this.#toggle(this.#form.hidden));
    this.#form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#toggle(false);
    });
    this.#form.addEventListener("change", () => this.#renderUntil());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    // The service ends the status by itself; this only shows it.
    setInterval(() => this.#expire(), 1_000);
    this.#render();
  }

  /** @returns {OwnPresence} what was chosen in this window */
  get current() {
    return this.#current;
  }

  /** @returns {boolean} whether anything was chosen in this window: another window's choice holds otherwise */
  get isChosen() {
    return sessionStorage.getItem(this.#key) !== null;
  }

  #save() {
    const text = this.#text.value.trim();
    const status = this.#chosen;
    const until = status === "online" ? undefined : endOf(this.#until.value, this.#now(), this.#current.until);
    this.#current = {
      status,
      callWaiting: this.#callWaiting.checked,
      ...(text ? { text } : {}),
      ...(until === undefined ? {} : { until }),
    };
    this.#keep();
    this.#toggle(false);
    announce(`Your status is ${presenceLine(this.#current)}`);
    this.#onChange(this.#current);
  }

  get #chosen() {
    return choices.find((status) => element(`status-${status}`, HTMLInputElement).checked) ?? "online";
  }

  #expire() {
    const { until, callWaiting } = this.#current;
    if (until === undefined || this.#now() < until) return;
    this.#current = { status: "online", ...(callWaiting === undefined ? {} : { callWaiting }) };
    element("status-online", HTMLInputElement).checked = true;
    this.#text.value = "";
    this.#keep();
  }

  #keep() {
    sessionStorage.setItem(this.#key, JSON.stringify(this.#current));
    this.#render();
  }

  /** @param {boolean} open */
  #toggle(open) {
    this.#form.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) select("input:checked", HTMLInputElement, this.#form).focus();
    else this.#button.focus();
  }

  #render() {
    const { status, until } = this.#current;
    this.#button.dataset.state = status;
    const line = select("#me-status", HTMLElement);
    select(".dot", HTMLElement, line).dataset.presence = status === "invisible" ? "offline" : status;
    setText(select(".me__status-text", HTMLElement, line), presenceLine(this.#current));
    select("[data-kept]", HTMLOptionElement, this.#until).hidden = until === undefined;
    setText(select("[data-kept]", HTMLOptionElement, this.#until), until === undefined ? "" : `at ${timeText(until, this.#now())}`);
    this.#until.value = until === undefined ? "" : "kept";
    this.#renderUntil();
  }

  /** Being online needs no end. */
  #renderUntil() {
    this.#until.disabled = this.#chosen === "online";
  }
}

/**
 * @param {string} choice minutes, `tomorrow`, `kept`, or nothing for no end
 * @param {number} now
 * @param {number | undefined} before what was chosen before
 * @returns {number | undefined} milliseconds since 1970
 */
function endOf(choice, now, before) {
  if (choice === "") return undefined;
  if (choice === "kept") return before;
  if (choice !== "tomorrow") return Math.round(now + Number(choice) * 60_000);
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  return midnight.getTime();
}

/**
 * @param {string} key
 * @returns {OwnPresence}
 */
function kept(key) {
  const text = sessionStorage.getItem(key);
  return text === null ? { status: "online" } : JSON.parse(text);
}
