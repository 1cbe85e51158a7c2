// @ts-check
import { element, select } from "./dom.js";

/** @typedef {"people" | "recent"} Tab */

/** People and recent calls, one of them at a time (WAI-ARIA tabs: arrow keys choose). */
export class SideTabs {
  #tabs = /** @type {const} */ (["people", "recent"]).map((name) => ({
    name,
    button: element(`tab-${name}`, HTMLButtonElement),
    panel: select(`#${name}`, HTMLElement),
  }));
  #onOpen;

  /** @param {(tab: Tab) => void} onOpen */
  constructor(onOpen) {
    this.#onOpen = onOpen;
    for (const { name, button } of this.#tabs) {
      button.addEventListener("click", () => this.open(name));
      button.addEventListener("keydown", ({ key }) => {
        if (key !== "ArrowLeft" && key !== "ArrowRight") return;
        const other = this.#tabs.find((tab) => tab.name !== name);
        if (!other) return;
        this.open(other.name);
        other.button.focus();
      });
    }
  }

  /** @param {Tab} chosen */
  open(chosen) {
    for (const { name, button, panel } of this.#tabs) {
      const isChosen = name === chosen;
      button.setAttribute("aria-selected", String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
      panel.hidden = !isChosen;
    }
    this.#onOpen(chosen);
  }
}
