import { isIn, partyOf } from "./call-view.js";
import type { CallView, MediaFlags, Party } from "./protocol.js";

/** What is different about one party between two views of a call. */
export interface PartyChange {
  /** The party now; where the later view does not name it any more, as it was, but out. */
  readonly party: Party;
  /** It entered, or another device of the same user took over. */
  readonly joined: boolean;
  readonly left: boolean;
  /** It was in and still is, and has no connection of before any more: it will offer. */
  readonly beganAnew: boolean;
  readonly wentAway: boolean;
  readonly cameBack: boolean;
  /** It sends something else. */
  readonly sends: boolean;
  /** Its state, its device or its instance is another. */
  readonly stands: boolean;
}

/** What happened to the parties other than `ownUserId`, in the order in which they stand. */
export function partyChanges(before: CallView, next: CallView, ownUserId: string): PartyChange[] {
  const gone = before.parties
    .filter(({ userId }) => partyOf(next, userId) === undefined)
    .map((party): Party => ({ ...party, state: "left" }));
  return [...next.parties, ...gone]
    .filter(({ userId }) => userId !== ownUserId)
    .map((party) => compare(partyOf(before, party.userId), party))
    .filter(({ stands, sends }) => stands || sends);
}

function compare(was: Party | undefined, party: Party): PartyChange {
  const before = was !== undefined && isIn(was) ? was : undefined;
  const now = isIn(party) ? party : undefined;
  const isOtherDevice = before !== undefined && now !== undefined && before.deviceId !== now.deviceId;
  return {
    party,
    joined: now !== undefined && (before === undefined || isOtherDevice),
    left: party.state === "left" && was !== undefined && was.state !== "left",
    beganAnew: before?.deviceId !== undefined && now !== undefined && now.instance > before.instance,
    wentAway: party.state === "reconnecting" && was?.state !== "reconnecting",
    cameBack: before?.state === "reconnecting" && (party.state === "connected" || party.state === "connecting"),
    sends: was !== undefined && !sameFlags(was.media, party.media),
    stands: was?.state !== party.state || was.deviceId !== party.deviceId || was.instance !== party.instance,
  };
}

function sameFlags(a: MediaFlags, b: MediaFlags): boolean {
  return a.audio === b.audio && a.video === b.video && a.screen === b.screen && a.hold === b.hold;
}
