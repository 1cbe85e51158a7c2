import type { ServiceEvent } from "./messages.js";
import type { CallView, MediaFlags, Party, Tracks } from "./protocol.js";

/** The events that change the view of a call. */
export type CallEvent = Extract<ServiceEvent, { data: { callId: string; version?: number } }>;

/**
 * The view after an event. What is older than the view is in it already: events and replies overtake each other
 * where a reply carries the whole call.
 */
export function applyEvent(view: CallView, event: CallEvent): CallView {
  const version = "version" in event.data ? event.data.version : view.version;
  if (version !== undefined && version < view.version) return view;
  const next: CallView = { ...view, version: version ?? view.version };
  switch (event.type) {
    case "call.invited":
    case "call.transferred":
    case "call.state":
      return event.data.call;
    case "call.ringing":
      return withParty(next, event.data.userId, (party) => ({ ...party, state: isInvited(party) ? "ringing" : party.state }));
    case "call.accepted": {
      const { call, userId, deviceId, instance } = event.data;
      if (call) return call;
      return entered({ ...next, state: "active", startedAt: view.startedAt ?? event.ts }, userId, deviceId, instance);
    }
    case "call.rejected":
    case "call.noAnswer": {
      // Of a user who is in, they tell how a hand-over came to nothing.
      const reason = event.type === "call.noAnswer" ? "no_answer" : event.data.reason;
      return withParty(next, event.data.userId, (party) => (isInvited(party) ? left(party, reason) : party));
    }
    case "call.partyLeft":
      return withParty(next, event.data.userId, (party) => left(party, event.data.reason));
    case "call.partyJoined":
      return entered(next, event.data.userId, event.data.deviceId, event.data.instance);
    case "call.partyReconnecting":
      return withParty(next, event.data.userId, (party) => ({ ...party, state: "reconnecting" }));
    case "call.partyReconnected": {
      const { userId, deviceId, instance } = event.data;
      return withParty(next, userId, (party) => ({ ...party, deviceId, instance: instance ?? party.instance, state: "connected" }));
    }
    case "call.ended": {
      const { reason, by, durationMs } = event.data;
      return {
        ...next,
        state: "ended",
        endedAt: event.ts,
        end: { reason, ...(by === undefined ? {} : { by }), durationMs: durationMs ?? 0 },
      };
    }
    case "media.state": {
      const { from, audio, video, screen, hold } = event.data;
      return withParty(next, from.userId, (party) => ({ ...party, media: { audio, video, screen, hold } }));
    }
    case "call.muted": {
      const { userId, audio, video, screen } = event.data;
      return withParty(next, userId, (party) => muted(party, { audio, video, screen }));
    }
    case "media.topology": {
      const { topology, epoch, interrupted } = event.data;
      const { interrupted: _, ...rest } = next;
      return { ...rest, topology, epoch, ...(interrupted === undefined ? {} : { interrupted }) };
    }
    case "call.updated":
      return next;
    default:
      return view;
  }
}

/** The part of a user, where that user has or had one. */
export function partyOf(view: CallView, userId: string): Party | undefined {
  return view.parties.find((party) => party.userId === userId);
}

/** Whether the user has a device in the call, be it one that has to reconnect. */
export function isIn({ state }: Party): boolean {
  return state === "connecting" || state === "connected" || state === "reconnecting";
}

/** Whether the user is being rung. */
export function isInvited({ state }: Party): boolean {
  return state === "invited" || state === "pushed" || state === "ringing";
}

/** The view once that device is in. Who was not in before stands behind those who were, and behind the creator. */
function entered(view: CallView, userId: string, deviceId: string, instance: number | undefined): CallView {
  const known = partyOf(view, userId);
  const party = known ?? { userId, instance: 1, media: whatACallBeginsWith(view) };
  const now = (state: Party["state"]): Party => ({ ...party, deviceId, instance: instance ?? party.instance, state });
  if (known && isIn(known)) return withParty(view, userId, () => now(deviceId === known.deviceId ? known.state : "connecting"));
  const others = view.parties.filter((other) => other.userId !== userId);
  const creator = view.from.userId;
  const isBehindCreator = userId !== creator && view.parties[0]?.userId === creator;
  const behindThoseIn = others.reduce((place, other, index) => (isIn(other) ? index + 1 : place), 0);
  const place = Math.max(isBehindCreator ? 1 : 0, behindThoseIn);
  return { ...view, parties: [...others.slice(0, place), now("connecting"), ...others.slice(place)] };
}

function whatACallBeginsWith({ media }: CallView): MediaFlags {
  return { audio: true, video: media === "video", screen: false, hold: false };
}

function muted({ muted: _, ...party }: Party, tracks: Tracks): Party {
  const { audio, video, screen, hold } = party.media;
  const media = { audio: audio && !tracks.audio, video: video && !tracks.video, screen: screen && !tracks.screen, hold };
  const isMuted = tracks.audio || tracks.video || tracks.screen;
  return { ...party, media, ...(isMuted ? { muted: tracks } : {}) };
}

function left(party: Party, reason: string | undefined): Party {
  return { ...party, state: "left", ...(reason === undefined ? {} : { reason }) };
}

function withParty(view: CallView, userId: string, change: (party: Party) => Party): CallView {
  return { ...view, parties: view.parties.map((party) => (party.userId === userId ? change(party) : party)) };
}
