// @ts-check

const KEY = "carillon.device";

/** Has the id of the page that was left last in this tab, until the next page has read it. */
const LEFT_KEY = "carillon.device.left";

/** How long a page that is being left may still hold its id; milliseconds. */
const HANDOVER_MS = 5_000;

/**
 * The device id of this window: two windows are two devices, and a reload keeps the id. A duplicated tab
 * starts with a copy of the session storage; the lock that its original holds tells it to take an id of its own.
 *
 * @returns {Promise<string>}
 */
export async function windowDeviceId() {
  const kept = sessionStorage.getItem(KEY);
  // Only a page that follows another in its tab waits: the original of a duplicate has not been left.
  const follows = kept !== null && sessionStorage.getItem(LEFT_KEY) === kept;
  sessionStorage.removeItem(LEFT_KEY);
  const id = kept && (await claim(kept, follows)) ? kept : newDeviceId();
  if (id !== kept) {
    sessionStorage.setItem(KEY, id);
    await claim(id, false);
  }
  addEventListener("pagehide", () => sessionStorage.setItem(LEFT_KEY, id));
  return id;
}

/** @returns {string} */
function newDeviceId() {
  return `web-${[...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Holds the id as long as the page lives.
 *
 * @param {string} id
 * @param {boolean} patiently whether to wait for the page that is being left
 * @returns {Promise<boolean>} false when another window has it
 */
function claim(id, patiently) {
  // Web locks need a secure context; elsewhere the id is taken as it is.
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    /** @param {Lock | null} lock */
    const granted = (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    };
    const options = patiently ? { signal: AbortSignal.timeout(HANDOVER_MS) } : { ifAvailable: true };
    navigator.locks.request(`carillon.device.${id}`, options, granted).catch(() => resolve(false));
  });
}
