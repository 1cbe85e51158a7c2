// @ts-check
import { timeText } from "./words.js";

/** @typedef {{ deviceId: string, name: string }} OwnWindow another window of this browser, signed in as the same user */

/** @typedef {{ type: "here" | "who" | "gone", userId: string, deviceId: string, openedAt: number }} Word */

/** The other windows of the same user in this browser: they tell each other that they are there. */
export class OwnWindows {
  #channel = new BroadcastChannel("carillon.windows");
  /** @type {Map<string, number>} when each was opened, by its device id */
  #others = new Map();
  #listeners = new Set();
  #self;

  /**
   * @param {string} userId
   * @param {string} deviceId
   */
  constructor(userId, deviceId) {
    this.#self = { userId, deviceId, openedAt: Date.now() };
    this.#channel.addEventListener("message", (/** @type {MessageEvent<Word>} */ { data }) => this.#hear(data));
    addEventListener("pagehide", () => this.#say("gone"));
    // A page that comes back as it was left, from the browser's cache of pages.
    addEventListener("pageshow", () => this.#say("who"));
    this.#say("who");
  }

  /** @returns {readonly OwnWindow[]} the oldest first */
  get others() {
    return [...this.#others]
      .sort(([, a], [, b]) => a - b)
      .map(([deviceId, openedAt]) => ({ deviceId, name: `The window opened ${timeText(openedAt)}` }));
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  /** @param {Word} word */
  #hear({ type, userId, deviceId, openedAt }) {
    if (userId !== this.#self.userId || deviceId === this.#self.deviceId) return;
    if (type === "gone") this.#others.delete(deviceId);
    else this.#others.set(deviceId, openedAt);
    if (type === "who") this.#say("here");
    this.#listeners.forEach((listener) => listener());
  }

  /** @param {Word["type"]} type */
  #say(type) {
    this.#channel.postMessage({ type, ...this.#self });
  }
}
