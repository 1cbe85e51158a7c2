// @ts-check
import { announce } from "./announcer.js";
import { element, fromTemplate, paintAvatar, select, setText } from "./dom.js";
/** @import { BlocksApi } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

/** The menu of a person, by which one blocks, and the list of those who are blocked. */
export class Blocking {
  #menu = element("person-menu", HTMLElement);
  #toggle = element("block", HTMLButtonElement);
  #card = element("blocked", HTMLDetailsElement);
  #blocks;
  #userOf;
  #onChange;
  /** @type {Set<string>} */
  #blocked = new Set();
  /** @type {{ user: User, button: HTMLButtonElement } | undefined} */
  #open;

  /**
   * @param {object} given
   * @param {BlocksApi} given.blocks
   * @param {(userId: string) => User} given.userOf
   * @param {(blocked: ReadonlySet<string>) => void} given.onChange
   */
  constructor({ blocks, userOf, onChange }) {
    this.#blocks = blocks;
    this.#userOf = userOf;
    this.#onChange = onChange;
    this.#toggle.addEventListener("click", () => {
      const user = this.#open?.user;
      this.#menu.hidePopover();
      if (user) void this.#set(user, !this.#blocked.has(user.userId));
    });
    this.#menu.addEventListener("toggle", (event) => {
      const isOpen = event.newState === "open";
      this.#open?.button.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) this.#toggle.focus();
      else if (document.activeElement === document.body) this.#open?.button.focus();
    });
  }

  /** Asks who is blocked. */
  async load() {
    this.#blocked = new Set(await this.#blocks.list());
    this.#render();
  }

  /**
   * Opens the menu of a person at its button.
   *
   * @param {User} user
   * @param {HTMLButtonElement} button
   */
  openMenu(user, button) {
    this.#open = { user, button };
    setText(select("span", HTMLElement, this.#toggle), `${this.#blocked.has(user.userId) ? "Unblock" : "Block"} ${user.name}`);
    const { right, bottom } = button.getBoundingClientRect();
    this.#menu.style.top = `${bottom}px`;
    this.#menu.style.right = `${document.documentElement.clientWidth - right}px`;
    this.#menu.showPopover();
  }

  /**
   * @param {User} user
   * @param {boolean} blocked
   */
  async #set(user, blocked) {
    const { userId, name } = user;
    try {
      await (blocked ? this.#blocks.add(userId) : this.#blocks.remove(userId));
    } catch {
      announce(`${name} could not be ${blocked ? "blocked" : "unblocked"}`, "urgent");
      return;
    }
    if (blocked) this.#blocked.add(userId);
    else this.#blocked.delete(userId);
    this.#render();
    announce(blocked ? `${name} is blocked and cannot call you` : `${name} can call you again`);
  }

  #render() {
    this.#card.hidden = this.#blocked.size === 0;
    setText(element("blocked-count", HTMLElement), String(this.#blocked.size));
    element("blocked-list", HTMLElement).replaceChildren(...[...this.#blocked].map((userId) => this.#row(this.#userOf(userId))));
    this.#onChange(this.#blocked);
  }

  /** @param {User} user */
  #row(user) {
    const item = fromTemplate("blocked-row");
    paintAvatar(select(".avatar", HTMLElement, item), user);
    setText(select(".person__name", HTMLElement, item), user.name);
    const button = select("button", HTMLButtonElement, item);
    button.dataset.testid = `unblock-${user.userId}`;
    button.setAttribute("aria-label", `Unblock ${user.name}`);
    button.addEventListener("click", () => void this.#set(user, false));
    return item;
  }
}
