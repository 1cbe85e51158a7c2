// @ts-check
import { element, setText } from "./dom.js";

/**
 * Speaks to screen readers.
 *
 * @param {string} text
 * @param {"polite" | "urgent"} [tone]
 */
export function announce(text, tone = "polite") {
  setText(element(tone === "urgent" ? "announcer-urgent" : "announcer", HTMLElement), text);
}
