// @ts-check
import { announce } from "./announcer.js";
import { element, paintAvatar, select, setText } from "./dom.js";
import { presenceLine } from "./words.js";
/** @import { OwnPresence } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

const choices = /** @type {const} */ (["online", "away", "dnd", "invisible"]);

/** The own name and status above the list, and the form that changes it. The choice outlives a reload of the window. */
export class OwnStatus {
  #button = element("own-status", HTMLButtonElement);
  #form = element("status-form", HTMLFormElement);
  #text = element("status-text", HTMLInputElement);
  #key;
  /** @type {OwnPresence} */
  #current;
  /** @type {(presence: OwnPresence) => void} */
  #onChange;

  /**
   * @param {User} user
   * @param {(presence: OwnPresence) => void} onChange
   */
  constructor(user, onChange) {
    this.#onChange = onChange;
    this.#key = `carillon.status.${user.userId}`;
    this.#current = kept(this.#key);
    paintAvatar(select("#me-avatar", HTMLElement), user);
    setText(element("own-name", HTMLElement), user.name);
    element(`status-${this.#current.status}`, HTMLInputElement).checked = true;
    this.#text.value = this.#current.text ?? "";
    this.#button.addEventListener("click", () => this.#toggle(this.#form.hidden));
    this.#form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#toggle(false);
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#render();
  }

  /** @returns {OwnPresence} what was chosen in this window */
  get current() {
    return this.#current;
  }

  #save() {
    const text = this.#text.value.trim();
    const chosen = choices.find((status) => element(`status-${status}`, HTMLInputElement).checked) ?? "online";
    this.#current = text ? { status: chosen, text } : { status: chosen };
    sessionStorage.setItem(this.#key, JSON.stringify(this.#current));
    this.#render();
    this.#toggle(false);
    announce(`Your status is ${presenceLine(this.#current)}`);
    this.#onChange(this.#current);
  }

  /** @param {boolean} open */
  #toggle(open) {
    this.#form.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) select("input:checked", HTMLInputElement, this.#form).focus();
    else this.#button.focus();
  }

  #render() {
    const { status } = this.#current;
    this.#button.dataset.state = status;
    const line = select("#me-status", HTMLElement);
    select(".dot", HTMLElement, line).dataset.presence = status === "invisible" ? "offline" : status;
    setText(select(".me__status-text", HTMLElement, line), presenceLine(this.#current));
  }
}

/**
 * @param {string} key
 * @returns {OwnPresence}
 */
function kept(key) {
  const text = sessionStorage.getItem(key);
  return text === null ? { status: "online" } : JSON.parse(text);
}
