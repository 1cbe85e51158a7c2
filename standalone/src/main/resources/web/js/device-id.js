// @ts-check

const KEY = "carillon.device";

/** How long a page that is being left may still hold its id; milliseconds. */
const HANDOVER_MS = 800;

/**
 * The device id of this window: two windows are two devices, and a reload keeps the id. A duplicated tab
 * starts with a copy of the session storage; the lock that its original holds tells it to take an id of its own.
 *
 * @returns {Promise<string>}
 */
export async function windowDeviceId() {
  const kept = sessionStorage.getItem(KEY);
  if (kept && (await claim(kept))) return kept;
  const made = `web-${[...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  sessionStorage.setItem(KEY, made);
  await claim(made);
  return made;
}

/**
 * Holds the id as long as the page lives.
 *
 * @param {string} id
 * @returns {Promise<boolean>} false when another window has it
 */
function claim(id) {
  // Web locks need a secure context; elsewhere the id is taken as it is.
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const held = () => {
      resolve(true);
      return new Promise(() => {});
    };
    navigator.locks
      .request(`carillon.device.${id}`, { signal: AbortSignal.timeout(HANDOVER_MS) }, held)
      .catch(() => resolve(false));
  });
}
