// @ts-check
import { element } from "./dom.js";

/** What the others say, on the speaker that was chosen. Sound needs a touch of the page first, unless the page captures. */
export class Sound {
  #button = element("play-sound", HTMLButtonElement);
  /** @type {Set<HTMLAudioElement>} */
  #players = new Set();
  #speaker = "";

  constructor() {
    this.#button.addEventListener("click", () => this.#players.forEach((player) => void this.#play(player)));
  }

  /** @returns {boolean} whether the browser lets a page choose the speaker */
  static get canChoose() {
    return "setSinkId" in HTMLMediaElement.prototype;
  }

  /** @returns {string} the device id of the speaker that was chosen; empty for the default one */
  get speaker() {
    return this.#speaker;
  }

  /**
   * Lets a player play a stream, or nothing.
   *
   * @param {HTMLAudioElement} player
   * @param {MediaStream | undefined} stream
   */
  attach(player, stream) {
    if (player.srcObject === (stream ?? null)) return;
    player.srcObject = stream ?? null;
    if (stream) this.#players.add(player);
    else this.#players.delete(player);
    if (this.#players.size === 0) this.#button.hidden = true;
    if (!stream) return;
    if (this.#speaker) void player.setSinkId(this.#speaker).catch(() => {});
    void this.#play(player);
  }

  /**
   * @param {string} deviceId
   * @returns {Promise<void>} rejects where the speaker is gone
   */
  async choose(deviceId) {
    this.#speaker = deviceId;
    await Promise.all([...this.#players].map((player) => player.setSinkId(deviceId)));
  }

  /** @param {HTMLAudioElement} player */
  async #play(player) {
    try {
      await player.play();
      this.#button.hidden = true;
    } catch (error) {
      // An AbortError only says that the call ended or changed its stream meanwhile.
      this.#button.hidden = !(error instanceof DOMException && error.name === "NotAllowedError");
    }
  }
}
