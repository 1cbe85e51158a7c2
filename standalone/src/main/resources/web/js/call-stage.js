// @ts-check
import { durationText, endOf, namesOf } from "./words.js";
/** @import { ActiveCall, Call, MediaKind, Peer } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */

/** Whom one calls: users, or whoever is in a room. */
/** @typedef {{ to: readonly User[], media: MediaKind, room: string | undefined }} Target */

/** A call that is being prepared (the microphone opens, the invitation is on its way), a call, or an attempt that failed. */
/** @typedef {{ kind: "placing", target: Target, cancel: () => void }} Placing */
/** @typedef {{ kind: "call", target: Target, call: Call, wasIn: boolean }} Carried `wasIn`: this device was in it, it was not only rung */
/** @typedef {{ kind: "failed", target: Target, code: string, text: string }} Failed */
/** @typedef {Placing | Carried | Failed} Subject */

/** @typedef {{ self: string, userOf: (userId: string) => User }} Who the own user id, and who the others are */

/**
 * What the stage shows of a subject.
 *
 * @typedef {object} Stage
 * @property {"outgoing" | "active" | "ended"} phase
 * @property {"calling" | "ringing" | "connecting" | "connected" | "reconnecting" | "held" | "alone" | "ended"} state
 * @property {string} title whom the call is with
 * @property {string} text the state in words
 * @property {readonly User[]} people those whom the title names
 * @property {Peer} [only] the one who fills the stage; none where there are several, or nobody
 * @property {string} [waiting] who or what is being waited for in a call that was connected before
 * @property {{ code: string, text: string, summary: string }} [end]
 */

/**
 * @param {Subject} subject
 * @param {Who} who
 * @returns {Stage}
 */
export function stageOf(subject, who) {
  const people = peopleOf(subject, who);
  const { room } = subject.target;
  const title = room === undefined ? namesOf(people) : `Room ${room}`;
  return { title, people, ...progress(subject, people, who) };
}

/**
 * @param {Call} call
 * @param {Who} who
 * @returns {Target} whom one calls to have that call again
 */
export function targetOf(call, { self, userOf }) {
  const others = call.parties.filter(({ userId }) => userId !== self);
  return { to: others.map(({ userId }) => userOf(userId)), media: call.media, room: call.room };
}

/**
 * @param {Subject} subject
 * @param {Who} who
 * @returns {readonly User[]}
 */
function peopleOf(subject, who) {
  if (subject.kind !== "call") return subject.target.to;
  const { call } = subject;
  const isOver = call.state === "ended" || call.state === "elsewhere";
  return isOver || call.peers.length === 0 ? targetOf(call, who).to : call.peers.map(({ userId }) => who.userOf(userId));
}

/** @typedef {Omit<Stage, "title" | "people">} Progress */

/**
 * @param {Subject} subject
 * @param {readonly User[]} people
 * @param {Who} who
 * @returns {Progress}
 */
function progress(subject, people, who) {
  if (subject.kind === "placing") {
    return subject.target.room === undefined
      ? { phase: "outgoing", state: "calling", text: "Calling…" }
      : { phase: "outgoing", state: "connecting", text: "Entering the room…" };
  }
  if (subject.kind === "failed") return ended(subject.code, subject.text, namesOf(people));
  const { call, wasIn } = subject;
  switch (call.state) {
    case "outgoing":
      if (call.progress === "ringing") return { phase: "outgoing", state: "ringing", text: "Ringing…" };
      return { phase: "outgoing", state: "calling", text: call.progress === "pushed" ? "Waking their device…" : "Calling…" };
    case "incoming":
      return { phase: "active", state: "connecting", text: "Connecting…" };
    case "detached":
      return { phase: "active", state: "reconnecting", text: "Reconnecting…", waiting: "Coming back to the call…" };
    case "active":
      return active(call, who);
    default: {
      const { code, text } = endOf(call, { wasIn, self: who.self });
      const lasted = call.state === "ended" && call.end.durationMs > 0 ? ` · ${durationText(call.end.durationMs)}` : "";
      return ended(code, text, `${call.media === "video" ? "Video call" : "Audio call"}${lasted}`);
    }
  }
}

/**
 * @param {ActiveCall} call
 * @param {Who} who
 * @returns {Progress}
 */
function active(call, { userOf }) {
  const [only, ...more] = call.peers;
  if (!only) return { phase: "active", state: "alone", text: "Nobody else is here" };
  const alone = more.length === 0 ? { only } : {};
  if (call.localMedia.hold) return { phase: "active", state: "held", text: "On hold", ...alone };
  if (call.peers.every(isBeingRung)) return { phase: "active", state: "ringing", text: "Ringing…", ...alone };
  if (more.length === 0 && only.state === "reconnecting") {
    return { phase: "active", state: "reconnecting", text: "Reconnecting…", waiting: `${userOf(only.userId).name} is reconnecting…`, only };
  }
  if (call.interrupted) return { phase: "active", state: "reconnecting", text: "Reconnecting…", waiting: "Waiting for a videobridge…" };
  if (call.connection === "connecting") return { phase: "active", state: "connecting", text: "Connecting…", ...alone };
  if (call.connection === "connected") return { phase: "active", state: "connected", text: "In call", ...alone };
  return { phase: "active", state: "reconnecting", text: "Reconnecting…", waiting: "Reconnecting…", ...alone };
}

/** @param {Peer} peer */
function isBeingRung({ state }) {
  return state === "invited" || state === "pushed" || state === "ringing";
}

/**
 * @param {string} code
 * @param {string} text
 * @param {string} summary
 * @returns {Progress}
 */
function ended(code, text, summary) {
  return { phase: "ended", state: "ended", text: "Call ended", end: { code, text, summary } };
}
