// @ts-check
import { element } from "./dom.js";
/** @import { MediaKind } from "/sdk/carillon.js" */

/**
 * Watches the field by which one enters a room. The Enter key enters with picture.
 *
 * @param {(room: string, media: MediaKind) => void} onJoin
 */
export function watchRoomForm(onJoin) {
  const form = element("room-form", HTMLFormElement);
  const name = element("room-name", HTMLInputElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onJoin(name.value, "video");
  });
  element("room-audio", HTMLButtonElement).addEventListener("click", () => {
    if (form.reportValidity()) onJoin(name.value, "audio");
  });
}
