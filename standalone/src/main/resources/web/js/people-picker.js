// @ts-check
import { element, fromTemplate, paintAvatar, select, setText } from "./dom.js";
import { presenceLine } from "./words.js";
/** @import { MediaKind, Presence } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

/** A dialog to choose people: for a new call, or to be added to one. */
export class PeoplePicker {
  #dialog = element("picker", HTMLDialogElement);
  #list = element("picker-people", HTMLElement);
  #hint = element("picker-hint", HTMLElement);
  #add = element("picker-add", HTMLButtonElement);
  #calls = [element("picker-audio", HTMLButtonElement), element("picker-video", HTMLButtonElement)];
  /** @type {readonly User[]} */
  #people = [];
  #presenceOf;
  /** @type {(how: string) => void} */
  #settle = () => {};

  /** @param {(userId: string) => Presence | undefined} presenceOf */
  constructor(presenceOf) {
    this.#presenceOf = presenceOf;
    this.#list.addEventListener("change", () => this.#render());
    this.#dialog.addEventListener("close", () => this.#settle(this.#dialog.returnValue));
    this.#dialog.addEventListener("click", (event) => {
      // The dialog itself is only hit beside its content.
      if (event.target === this.#dialog) this.#dialog.close("");
    });
  }

  /**
   * @param {readonly User[]} people
   * @returns {Promise<{ users: readonly User[], media: MediaKind } | undefined>} whom to call and how; nothing when it was cancelled
   */
  async forCall(people) {
    const how = await this.#open(people, "Whom do you want to call?", false);
    return how === "audio" || how === "video" ? { users: this.#chosen, media: how } : undefined;
  }

  /**
   * @param {readonly User[]} people
   * @returns {Promise<readonly User[]>} whom to add; nobody when it was cancelled
   */
  async toAdd(people) {
    return (await this.#open(people, "Add people to the call", true)) === "add" ? this.#chosen : [];
  }

  /**
   * @param {readonly User[]} people
   * @param {string} title
   * @param {boolean} adding
   * @returns {Promise<string>}
   */
  #open(people, title, adding) {
    this.#people = people;
    setText(element("picker-title", HTMLElement), title);
    this.#list.replaceChildren(...people.map((user) => this.#row(user)));
    this.#add.hidden = !adding;
    for (const button of this.#calls) button.hidden = adding;
    this.#render();
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
    return new Promise((resolve) => (this.#settle = resolve));
  }

  /** @returns {readonly User[]} */
  get #chosen() {
    return this.#people.filter(({ userId }) => element(`pick-${userId}`, HTMLInputElement, this.#list).checked);
  }

  #render() {
    const { length } = this.#chosen;
    for (const button of [this.#add, ...this.#calls]) button.disabled = length === 0;
    if (this.#people.length === 0) setText(this.#hint, "Everybody is in the call already.");
    else setText(this.#hint, length === 0 ? "Choose at least one." : length === 1 ? "1 chosen" : `${length} chosen`);
  }

  /** @param {User} user */
  #row(user) {
    const item = fromTemplate("picker-row");
    const presence = this.#presenceOf(user.userId) ?? { status: "offline" };
    paintAvatar(select(".avatar", HTMLElement, item), user);
    select(".dot", HTMLElement, item).dataset.presence = presence.status;
    setText(select(".person__name", HTMLElement, item), user.name);
    setText(select(".person__status", HTMLElement, item), presenceLine(presence));
    select("input", HTMLInputElement, item).dataset.testid = `pick-${user.userId}`;
    return item;
  }
}
