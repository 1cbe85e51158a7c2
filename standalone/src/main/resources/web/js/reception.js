// @ts-check
/** @import { Call, ReceiveWishes } from "/sdk/carillon.js" */

/** More people than that make a wall of small pictures. */
const LARGE_TILES = 4;
const MEDIUM_TILES = 9;
/** Heights of pictures, in pixels. */
const heights = { screen: 1080, alone: 720, large: 540, medium: 360, small: 180 };

/**
 * What has to come of a bridge for what is shown: those on stage large, the others beside a screen small, who is not shown
 * not at all.
 *
 * @param {readonly string[]} shown whose tiles are shown
 * @param {readonly string[]} sharers whose screens are in front
 * @returns {ReceiveWishes}
 */
export function wishesFor(shown, sharers) {
  const pictures = shown.length + sharers.length;
  if (sharers.length > 0) return { lastN: pictures, onStage: sharers, maxHeight: heights.screen };
  return { lastN: pictures, onStage: shown, maxHeight: heightFor(shown.length) };
}

/** Tells the bridge of each call what is shown of it, when that is something else than before. */
export class Reception {
  #told = "";

  /**
   * @param {Call | undefined} call
   * @param {ReceiveWishes} wishes
   */
  follow(call, wishes) {
    if (call?.state !== "active" || call.topology !== "sfu") return;
    const news = JSON.stringify([call.id, call.epoch, wishes]);
    if (news === this.#told) return;
    this.#told = news;
    // The call may leave the bridge at this moment; the next one is told anew.
    call.receive(wishes).catch(() => {});
  }
}

/** @param {number} tiles */
function heightFor(tiles) {
  if (tiles === 1) return heights.alone;
  if (tiles < LARGE_TILES) return heights.large;
  return tiles < MEDIUM_TILES ? heights.medium : heights.small;
}
