// @ts-check
/** @import { Call, CallEnd, CarillonError, HandledElsewhere, Presence } from "/sdk/carillon.js" */

/** @type {Record<string, string>} */
const presenceWords = {
  online: "Online",
  away: "Away",
  dnd: "Do not disturb",
  in_call: "In a call",
  offline: "Offline",
  invisible: "Invisible",
};

/** @type {Record<string, string>} */
const endWords = {
  hangup: "Call ended",
  cancelled: "Call cancelled",
  declined: "Declined",
  busy: "Busy",
  no_answer: "No answer",
  unreachable: "Not reachable",
  replaced: "Continued in another call",
  connection_lost: "Connection lost",
  media_failed: "Sound and picture could not connect",
  ended_by_admin: "Ended by an administrator",
  server_error: "Something went wrong on the server",
};

/** @type {Record<HandledElsewhere["outcome"], string>} */
const elsewhereWords = {
  accepted: "Answered on another device",
  declined: "Declined on another device",
  busy: "Busy on another device",
};

/** @type {Record<string, string>} */
const errorWords = {
  answered_elsewhere: "Answered on another device",
  call_ended: "The call is already over",
  connection_closed: "Not connected",
  forbidden: "You may not call this user",
  rate_limited: "Too many calls at once. Try again in a moment",
  timeout: "The server did not answer",
  unavailable: "The server is busy. Try again in a moment",
  user_unknown: "There is no such user",
};

/**
 * @param {Pick<Presence, "text"> & { status: string }} presence
 * @returns {string}
 */
export function presenceLine(presence) {
  const status = presenceWords[presence.status] ?? presence.status;
  return presence.text ? `${status} · ${presence.text}` : status;
}

/**
 * Why a call is over, as its user would say it, and the protocol's code for it.
 *
 * @param {Call} call
 * @returns {{ code: string, text: string }}
 */
export function endOf(call) {
  if (call.state === "elsewhere") {
    return { code: `${call.handled.outcome}_elsewhere`, text: elsewhereWords[call.handled.outcome] };
  }
  if (call.state !== "ended") return { code: "hangup", text: "Call ended" };
  const { reason } = call.end;
  const missed = call.direction === "incoming" && (reason === "cancelled" || reason === "no_answer");
  return { code: reason, text: missed ? "Missed call" : (endWords[reason] ?? "Call ended") };
}

/**
 * @param {unknown} error what a promise of the SDK was rejected with
 * @returns {{ code: string, text: string }}
 */
export function failure(error) {
  const { code = "internal", details } = /** @type {Partial<CarillonError>} */ (error);
  // An invitation that ended at once says why: busy, not reachable.
  const reason = /** @type {Partial<CallEnd> | undefined} */ (details)?.reason;
  if (code === "call_ended" && reason) return { code: reason, text: endWords[reason] ?? "Call ended" };
  return { code, text: errorWords[code] ?? "The call could not be made" };
}

/**
 * @param {number} ms
 * @returns {string} `0:42`, `1:02:03`
 */
export function durationText(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest.replace(/^0(?=\d:)/, "");
}
