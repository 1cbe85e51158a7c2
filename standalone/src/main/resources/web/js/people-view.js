// @ts-check
import { element, fromTemplate, paintAvatar, select, setText } from "./dom.js";
import { presenceLine } from "./words.js";
/** @import { MediaKind, Presence } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

/** The list of people with their presence and their call buttons. */
export class PeopleView {
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();

  /**
   * @param {readonly User[]} users
   * @param {(user: User, media: MediaKind) => void} onCall
   */
  constructor(users, onCall) {
    for (const user of users) this.#rows.set(user.userId, row(user, onCall));
    element("people", HTMLElement).replaceChildren(...this.#rows.values());
    element("second-window", HTMLElement).replaceChildren(...users.slice(0, 2).map(windowLink));
  }

  /** @param {readonly Presence[]} changed */
  update(changed) {
    for (const presence of changed) {
      const item = this.#rows.get(presence.userId);
      if (!item) continue;
      item.dataset.presence = presence.status;
      select(".dot", HTMLElement, item).dataset.presence = presence.status;
      setText(select(".person__status", HTMLElement, item), presenceLine(presence));
    }
  }

  /** @param {boolean} possible whether a call can be made now */
  setCallable(possible) {
    for (const item of this.#rows.values()) {
      for (const button of item.querySelectorAll("button")) button.disabled = !possible;
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
}

/**
 * @param {User} user
 * @param {(user: User, media: MediaKind) => void} onCall
 */
function row(user, onCall) {
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
  return item;
}

/** @param {User} user */
function windowLink(user) {
  const address = new URL(location.href);
  address.searchParams.set("user", user.userId);
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
