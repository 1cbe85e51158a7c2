import type { CallView, Party, PartyState, ServiceEvent } from "./protocol.js";

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
    case "call.state":
      return event.data.call;
    case "call.ringing":
      return withParty(next, event.data.userId, (party) => ({ ...party, state: beforeAnswer(party) ? "ringing" : party.state }));
    case "call.accepted": {
      const { call, userId, deviceId } = event.data;
      if (call) return call;
      const answered: CallView = { ...next, state: "active", startedAt: view.startedAt ?? event.ts };
      return withParty(answered, userId, (party) => ({ ...party, deviceId, state: beforeAnswer(party) ? "connecting" : party.state }));
    }
    case "call.rejected":
    case "call.partyLeft":
      return withParty(next, event.data.userId, (party) => left(party, event.data.reason));
    case "call.noAnswer":
      return withParty(next, event.data.userId, (party) => left(party, "no_answer"));
    case "call.partyJoined":
    case "call.partyReconnected": {
      const { userId, deviceId, instance } = event.data;
      const state: PartyState = event.type === "call.partyJoined" ? "connecting" : "connected";
      return withParty(next, userId, (party) => ({ ...party, deviceId, state, instance: instance ?? party.instance }));
    }
    case "call.partyReconnecting":
      return withParty(next, event.data.userId, (party) => ({ ...party, state: "reconnecting" }));
    case "call.ended": {
      const { reason, by, durationMs } = event.data;
      return { ...next, state: "ended", endedAt: event.ts, end: { reason, ...(by === undefined ? {} : { by }), durationMs: durationMs ?? 0 } };
    }
    case "media.state": {
      const { from, audio, video, screen, hold } = event.data;
      return withParty(next, from.userId, (party) => ({ ...party, media: { audio, video, screen, hold } }));
    }
    default:
      return view;
  }
}

export function partyOf(view: CallView, userId: string): Party | undefined {
  return view.parties.find((party) => party.userId === userId);
}

function beforeAnswer({ state }: Party): boolean {
  return state === "invited" || state === "pushed" || state === "ringing";
}

function left(party: Party, reason: string | undefined): Party {
  return { ...party, state: "left", ...(reason === undefined ? {} : { reason }) };
}

function withParty(view: CallView, userId: string, change: (party: Party) => Party): CallView {
  return { ...view, parties: view.parties.map((party) => (party.userId === userId ? change(party) : party)) };
}
