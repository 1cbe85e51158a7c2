// @ts-check
/** @import { Peer } from "/sdk/carillon.js" */

/** How many others have a place in a grid, by the width of the window, and beside a shared screen. */
const SEATS = { narrow: 11, wide: 15, featured: 5 };
const wide = matchMedia("(min-width: 860px)");

/** Who of many is shown: whoever speaks takes the place of the one that has been silent for the longest time. */
export class Seats {
  /** @type {readonly string[]} the user who spoke last stands first */
  #recent = [];

  /** @returns {string | undefined} who speaks the most at the moment */
  get speaker() {
    return this.#recent[0];
  }

  /** @param {readonly string[]} users the latest first */
  heard(users) {
    this.#recent = [...new Set([...users, ...this.#recent])];
  }

  clear() {
    this.#recent = [];
  }

  /**
   * @param {readonly Peer[]} peers
   * @param {readonly Peer[]} sharers they are always shown
   * @returns {Set<Peer>}
   */
  take(peers, sharers) {
    const grid = wide.matches ? SEATS.wide : SEATS.narrow;
    const seats = sharers.length > 0 ? SEATS.featured + sharers.length : grid;
    const bySpeech = [...peers].sort((a, b) => this.#rank(a, sharers) - this.#rank(b, sharers));
    return new Set(bySpeech.slice(0, seats));
  }

  /**
   * @param {Peer} peer
   * @param {readonly Peer[]} sharers
   */
  #rank(peer, sharers) {
    if (sharers.includes(peer)) return -1;
    const place = this.#recent.indexOf(peer.userId);
    return place < 0 ? this.#recent.length : place;
  }
}
