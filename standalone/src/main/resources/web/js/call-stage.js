// @ts-check
import { durationText, endOf } from "./words.js";
/** @import { ActiveCall, Call, MediaKind } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

/** A call that is being prepared (the microphone opens, the invitation is on its way), a call, or an attempt that failed. */
/** @typedef {{ kind: "placing", peer: User, media: MediaKind, cancel: () => void }} Placing */
/** @typedef {{ kind: "call", peer: User, media: MediaKind, call: Call }} Carried */
/** @typedef {{ kind: "failed", peer: User, media: MediaKind, code: string, text: string }} Failed */
/** @typedef {Placing | Carried | Failed} Subject */

/**
 * What the stage shows of a subject.
 *
 * @typedef {object} Stage
 * @property {"outgoing" | "active" | "ended"} phase
 * @property {"calling" | "ringing" | "connecting" | "connected" | "reconnecting" | "ended"} state
 * @property {string} text the state in words
 * @property {string} [waiting] who or what is being waited for in a call that was connected before
 * @property {{ code: string, text: string, summary: string }} [end]
 */

/**
 * @param {Subject} subject
 * @returns {Stage}
 */
export function stageOf(subject) {
  if (subject.kind === "placing") return { phase: "outgoing", state: "calling", text: "Calling…" };
  if (subject.kind === "failed") return ended(subject.code, subject.text, subject.peer.name);
  const { call, peer } = subject;
  switch (call.state) {
    case "outgoing":
      if (call.progress === "ringing") return { phase: "outgoing", state: "ringing", text: "Ringing…" };
      return { phase: "outgoing", state: "calling", text: call.progress === "pushed" ? "Waking their device…" : "Calling…" };
    case "incoming":
      return { phase: "active", state: "connecting", text: "Connecting…" };
    case "detached":
      return { phase: "active", state: "reconnecting", text: "Reconnecting…", waiting: "Coming back to the call…" };
    case "active":
      return active(call, peer);
    default: {
      const { code, text } = endOf(call);
      const lasted = call.state === "ended" && call.end.durationMs > 0 ? ` · ${durationText(call.end.durationMs)}` : "";
      return ended(code, text, `${call.media === "video" ? "Video call" : "Audio call"}${lasted}`);
    }
  }
}

/**
 * @param {ActiveCall} call
 * @param {User} peer
 * @returns {Stage}
 */
function active(call, peer) {
  const away = call.parties.some((party) => party.userId === peer.userId && party.state === "reconnecting");
  if (away) return { phase: "active", state: "reconnecting", text: "Reconnecting…", waiting: `${peer.name} is reconnecting…` };
  if (call.connection === "connecting") return { phase: "active", state: "connecting", text: "Connecting…" };
  if (call.connection === "connected") return { phase: "active", state: "connected", text: "In call" };
  return { phase: "active", state: "reconnecting", text: "Reconnecting…", waiting: "Reconnecting…" };
}

/**
 * @param {string} code
 * @param {string} text
 * @param {string} summary
 * @returns {Stage}
 */
function ended(code, text, summary) {
  return { phase: "ended", state: "ended", text: "Call ended", end: { code, text, summary } };
}
