/** The stream with the bridge's own tracks, in which no picture and no sound comes. */
const BRIDGES_OWN = "mixedmslabel";

/** What another device sends by way of a bridge. */
export interface BridgeStreams {
  /** Sound and camera. */
  readonly main: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
}

/** Whose stream it is, by its id: `<userId>/<deviceId>`, or with `/screen` behind, percent-encoded (protocol, section 4). */
export interface StreamSource {
  readonly userId: string;
  readonly deviceId: string;
  readonly screen: boolean;
}

/** @returns nothing for the bridge's own stream and for one whose name says nothing */
export function sourceOf(streamId: string): StreamSource | undefined {
  if (streamId === BRIDGES_OWN) return undefined;
  const [userId, deviceId, use, ...more] = decoded(streamId).split("/");
  if (!userId || !deviceId || more.length > 0 || (use !== undefined && use !== "screen")) return undefined;
  return { userId, deviceId, screen: use === "screen" };
}

/** Escape sequences that are none are not ours. */
function decoded(streamId: string): string {
  try {
    return decodeURIComponent(streamId);
  } catch {
    return "";
  }
}
