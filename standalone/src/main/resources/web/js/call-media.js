// @ts-check
/** @import { CarillonError, LocalMediaOptions, MediaKind } from "/sdk/carillon.js" */

/** @typedef {{ audio: boolean, video: boolean }} Sending what this side sends */

/**
 * @param {MediaKind} media
 * @returns {Sending} what a call of this kind begins with
 */
export function sending(media) {
  return { audio: true, video: media === "video" };
}

/**
 * Makes or answers a call with what the machine has: with camera and microphone, else with the microphone
 * alone, else with neither, so that a missing permission never stops a call.
 *
 * @template T
 * @param {Sending} wanted
 * @param {(options: LocalMediaOptions) => Promise<T>} attempt
 * @returns {Promise<{ result: T, notice: string | undefined }>} the notice says in plain words what is missing
 */
export async function withAvailableMedia({ audio, video }, attempt) {
  const ladder = [{ audio, video }];
  if (audio && video) ladder.push({ audio, video: false });
  if (audio || video) ladder.push({ audio: false, video: false });
  /** @type {unknown} */
  let cause;
  for (const options of ladder) {
    try {
      return { result: await attempt(options), notice: notice(options, cause) };
    } catch (error) {
      if (/** @type {Partial<CarillonError>} */ (error).code !== "media_unavailable") throw error;
      cause = error;
    }
  }
  throw cause;
}

/**
 * Why the microphone, the camera or the shared screen could not be turned on.
 *
 * @param {"camera" | "microphone" | "screen"} what
 * @param {unknown} error
 * @returns {string}
 */
export function whyNot(what, error) {
  if (!navigator.mediaDevices && what !== "screen") return `Browsers give the ${what} only to pages opened by https or on localhost.`;
  if (/** @type {Partial<CarillonError>} */ (error).code === "forbidden") return `You may not turn on your ${what} in this call.`;
  if (what === "screen") return "Your screen is not shared.";
  const { cause } = /** @type {{ cause?: { name?: string } }} */ (error);
  switch (cause?.name) {
    case "NotAllowedError":
      return `The browser does not let this page use the ${what}. You can allow it next to the address.`;
    case "NotFoundError":
      return `No ${what} was found.`;
    case "NotReadableError":
      return `Another program uses the ${what}.`;
    default:
      return `The ${what} could not be turned on.`;
  }
}

/**
 * @param {Sending} got
 * @param {unknown} cause why it is less than was wanted, if it is
 * @returns {string | undefined}
 */
function notice(got, cause) {
  if (cause === undefined) return undefined;
  if (got.audio) return `${whyNot("camera", cause)} The call goes on with sound only.`;
  return `${whyNot("microphone", cause)} You can hear and see, but not be heard.`;
}
