// @ts-check
/** @import { Call, CallEnd, CarillonError, HandledElsewhere, HistoryRecord, Peer, Presence, Quality } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

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
  dnd: "Does not want to be disturbed",
  no_answer: "No answer",
  unreachable: "Not reachable",
  replaced: "Continued in another call",
  connection_lost: "Connection lost",
  removed: "You were removed from the call",
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
  call_not_found: "There is no such call any more",
  connection_closed: "Not connected",
  forbidden: "You may not enter this call",
  invalid_state: "That is not possible now",
  no_sfu: "This server has no videobridge",
  sfu_unavailable: "No videobridge can be reached. Try again in a moment",
  rate_limited: "Too many calls at once. Try again in a moment",
  timeout: "The server did not answer",
  too_many_parties: "The call is full",
  unavailable: "The server is busy. Try again in a moment",
  user_unknown: "There is no such user",
};

/** @type {Record<Quality, string>} */
const qualityWords = { 1: "very poor", 2: "poor", 3: "fair", 4: "good", 5: "very good" };

/** @type {Partial<Record<string, string>>} */
const partingWords = {
  declined: "declined",
  busy: "is busy",
  dnd: "does not want to be disturbed",
  no_answer: "did not answer",
  unreachable: "cannot be reached",
  connection_lost: "lost the connection",
  removed: "was removed",
};

/**
 * @param {Pick<Presence, "text"> & { status: string, until?: number }} presence
 * @returns {string}
 */
export function presenceLine({ status, text, until }) {
  const word = presenceWords[status] ?? status;
  const line = until === undefined ? word : `${word} until ${timeText(until)}`;
  return text ? `${line} · ${text}` : line;
}

/**
 * @param {readonly User[]} users
 * @returns {string} `Bob Tanaka`; `Bob and Carol`; `Bob, Carol and Dave`
 */
export function namesOf(users) {
  if (users.length <= 1) return users[0]?.name ?? "";
  const first = users.map(firstName);
  return `${first.slice(0, -1).join(", ")} and ${first.at(-1)}`;
}

/**
 * @param {User} user
 * @returns {string}
 */
export function firstName({ name }) {
  return name.split(" ")[0] ?? name;
}

/**
 * @param {Quality} quality
 * @returns {string}
 */
export function qualityText(quality) {
  return `Connection: ${qualityWords[quality]}`;
}

/**
 * What is to be waited for until a peer is heard and seen; nothing in a call that flows.
 *
 * @param {Peer} peer
 * @returns {string | undefined}
 */
export function waitingFor(peer) {
  switch (peer.state) {
    case "invited":
      return "Calling…";
    case "pushed":
      return "Waking their device…";
    case "ringing":
      return "Ringing…";
    case "reconnecting":
      return "Reconnecting…";
    default:
      if (peer.connection === "connected") return undefined;
      return peer.connection === "connecting" ? "Connecting…" : "Reconnecting…";
  }
}

/**
 * @param {string | undefined} by who did it; nobody of the call, if that is absent
 * @returns {string}
 */
export function mutedText(by) {
  return `${by ?? "An administrator"} muted you`;
}

/**
 * @param {string} name
 * @param {string | undefined} reason
 * @returns {string} how somebody left a group, or did not come
 */
export function partingText(name, reason) {
  return `${name} ${partingWords[reason ?? ""] ?? "left"}`;
}

/**
 * Why a call is over, as its user would say it, and the protocol's code for it.
 *
 * @param {Call} call
 * @param {{ wasIn: boolean, self: string }} here whether this device was in the call, and whose it is
 * @returns {{ code: string, text: string }}
 */
export function endOf(call, { wasIn, self }) {
  if (call.state === "elsewhere") {
    const { outcome } = call.handled;
    if (wasIn) return { code: "moved", text: "Moved to another device" };
    return { code: `${outcome}_elsewhere`, text: elsewhereWords[outcome] };
  }
  if (call.state !== "ended") return { code: "hangup", text: "Call ended" };
  const { reason, by } = call.end;
  if (call.group && reason === "hangup" && by === self) return { code: reason, text: "You left the call" };
  const missed = call.direction === "incoming" && (reason === "cancelled" || reason === "no_answer");
  return { code: reason, text: missed ? "Missed call" : (endWords[reason] ?? "Call ended") };
}

/**
 * @param {HistoryRecord} record
 * @returns {boolean} whether the user was rung and did not take part, and did not decline either
 */
export function isMissed({ direction, outcome }) {
  return direction === "incoming" && outcome !== "answered" && outcome !== "declined";
}

/**
 * @param {HistoryRecord} record
 * @returns {string}
 */
export function recordLine(record) {
  const { direction, durationMs, outcome, room, peers } = record;
  if (outcome === "answered") {
    const how = room !== undefined ? "Room" : direction === "incoming" ? "Incoming" : "Outgoing";
    return durationMs > 0 ? `${how} · ${durationText(durationMs)}` : how;
  }
  if (room !== undefined) return "Room";
  if (isMissed(record)) return peers.length > 1 ? "Missed group call" : "Missed call";
  if (direction === "incoming") return "You declined";
  return endWords[outcome] ?? "Not answered";
}

/**
 * @param {number} at milliseconds since 1970
 * @param {number} [now]
 * @returns {string} `15:30` today, `Fri 15:30` within a week, else the day
 */
export function timeText(at, now = Date.now()) {
  const day = new Date(at).toDateString();
  if (day === new Date(now).toDateString()) return format(at, { hour: "numeric", minute: "2-digit" });
  if (Math.abs(now - at) < 6 * 86_400_000) return format(at, { weekday: "short", hour: "numeric", minute: "2-digit" });
  return format(at, { day: "numeric", month: "short" });
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

/**
 * @param {number} at
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(at, options) {
  return new Intl.DateTimeFormat("en-GB", options).format(at);
}
