// @ts-check
import { element, select, setText } from "./dom.js";
/** @import { CarillonClient } from "/sdk/carillon.js" */

/** @typedef {"connecting" | "connected" | "reconnecting" | "offline" | "replaced" | "refused"} BannerState */

/** @type {Record<BannerState, string>} */
const words = {
  connecting: "Connecting…",
  connected: "Connected",
  reconnecting: "Connection lost. Reconnecting…",
  offline: "You are offline. Waiting for the network…",
  replaced: "This device is now used in another window. Reload to use it here.",
  refused: "The server refused the sign-in. Reload the page to try again.",
};

/**
 * Keeps the banner at the top in step with the client's connection.
 *
 * @param {CarillonClient} client
 */
export function showConnection(client) {
  /** @type {BannerState | undefined} */
  let final;
  const render = () => show(final ?? bannerState(client));
  client.on("state", render);
  client.on("closed", ({ reason }) => {
    final = reason === "replaced" ? "replaced" : "refused";
    render();
  });
  addEventListener("online", render);
  addEventListener("offline", render);
  render();
}

/**
 * @param {CarillonClient} client
 * @returns {BannerState}
 */
function bannerState(client) {
  if (client.state === "ready") return "connected";
  if (!navigator.onLine) return "offline";
  return client.state === "reconnecting" ? "reconnecting" : "connecting";
}

/** @param {BannerState} state */
function show(state) {
  const banner = element("connection", HTMLElement);
  banner.dataset.state = state;
  setText(select(".banner__text", HTMLElement, banner), words[state]);
}
