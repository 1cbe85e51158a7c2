// @ts-check
import { element, fromTemplate, paintAvatar, select, setText } from "./dom.js";
import { presenceLine } from "./words.js";
/** @import { MediaKind, Presence } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

/**
 * @typedef {object} PeopleActions
 * @property {(user: User, media: MediaKind) => void} onCall
 * @property {(user: User, button: HTMLButtonElement) => void} onMore
 */

/** The list of people with their presence and their buttons. */
export class PeopleView {
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();
  /** @type {Map<string, Presence>} */
  #presence = new Map();
  /** @type {ReadonlySet<string>} */
  #blocked = new Set();

  /**
   * @param {readonly User[]} users
   * @param {PeopleActions} actions
   */
  constructor(users, actions) {
    for (const user of users) this.#rows.set(user.userId, row(user, actions));
    element("people", HTMLElement).replaceChildren(...this.#rows.values());
    element("second-window", HTMLElement).replaceChildren(...users.slice(0, 2).map(windowLink));
  }

  /** @param {readonly Presence[]} changed */
  update(changed) {
    for (const presence of changed) {
      this.#presence.set(presence.userId, presence);
      this.#render(presence.userId);
    }
  }

  /** @param {ReadonlySet<string>} blocked user ids */
  setBlocked(blocked) {
    this.#blocked = blocked;
    for (const userId of this.#rows.keys()) this.#render(userId);
  }

  /** @param {(userId: string) => boolean} possible who can be called now */
  setCallable(possible) {
    for (const [userId, item] of this.#rows) {
      for (const button of item.querySelectorAll("[data-call]")) {
        if (button instanceof HTMLButtonElement) button.disabled = !possible(userId);
      }
    }
  }

  /**
   * Puts the focus back where the call was made.
   *
   * @param {string} userId
   * @param {MediaKind} media
   */
  focus(userId, media) {
    const item = this.#rows.get(userId);
    if (item) select(`[data-call="${media}"]`, HTMLButtonElement, item).focus();
  }

  /**
   * Puts the focus back to where people were called together.
   *
   * @param {boolean} inRoom
   */
  focusTogether(inRoom) {
    element(inRoom ? "room-name" : "group-call", HTMLElement).focus();
  }

  /** @param {string} userId */
  #render(userId) {
    const item = this.#rows.get(userId);
    if (!item) return;
    const presence = this.#presence.get(userId) ?? { status: "offline" };
    const isBlocked = this.#blocked.has(userId);
    item.dataset.presence = presence.status;
    item.dataset.blocked = String(isBlocked);
    select(".dot", HTMLElement, item).dataset.presence = presence.status;
    setText(select(".person__status", HTMLElement, item), isBlocked ? `Blocked · ${presenceLine(presence)}` : presenceLine(presence));
  }
}

/**
 * @param {User} user
 * @param {PeopleActions} actions
 */
function row(user, { onCall, onMore }) {
  const item = fromTemplate("person-row");
  item.dataset.testid = `person-${user.userId}`;
  item.dataset.presence = "offline";
  paintAvatar(select(".avatar", HTMLElement, item), user);
  select(".dot", HTMLElement, item).dataset.presence = "offline";
  setText(select(".person__name", HTMLElement, item), user.name);
  setText(select(".person__status", HTMLElement, item), presenceLine({ status: "offline" }));
  for (const media of /** @type {const} */ (["audio", "video"])) {
    const button = select(`[data-call="${media}"]`, HTMLButtonElement, item);
    button.dataset.testid = `call-${media}-${user.userId}`;
    button.setAttribute("aria-label", media === "audio" ? `Call ${user.name}` : `Video call ${user.name}`);
    button.title = media === "audio" ? "Audio call" : "Video call";
    button.addEventListener("click", () => onCall(user, media));
  }
  const more = select(".person__more", HTMLButtonElement, item);
  more.dataset.testid = `more-${user.userId}`;
  more.setAttribute("aria-label", `More for ${user.name}`);
  more.addEventListener("click", () => onMore(user, more));
  return item;
}

/** @param {User} user */
function windowLink(user) {
  const address = new URL(location.href);
  address.searchParams.set("user", user.userId);
  address.searchParams.delete("room");
  const link = document.createElement("a");
  link.href = address.href;
  // Without an opener the new window has a session storage, and so a device id, of its own.
  link.target = "_blank";
  link.rel = "noopener";
  link.dataset.testid = `window-${user.userId}`;
  link.textContent = `Open as ${user.name}`;
  const item = document.createElement("li");
  item.append(link);
  return item;
}
