// @ts-check
import { select } from "./dom.js";
import { qualityText } from "./words.js";
/** @import { Quality } from "/sdk/carillon.js" */

/**
 * Shows the quality of a connection as five bars, or nothing while it is not known.
 *
 * @param {HTMLElement} target
 * @param {Quality | undefined} quality
 */
export function showQuality(target, quality) {
  target.hidden = quality === undefined;
  if (quality === undefined || target.dataset.quality === String(quality)) return;
  if (!target.firstElementChild) target.append(select("#quality-bars", HTMLTemplateElement).content.cloneNode(true));
  target.dataset.quality = String(quality);
  target.setAttribute("aria-label", qualityText(quality));
  target.title = qualityText(quality);
}
