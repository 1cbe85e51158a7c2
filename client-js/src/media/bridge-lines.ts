/** The mids of the m-lines of a bridge's offer in which this device sends. */
export interface OwnLines {
  readonly audio: string | undefined;
  readonly camera: string | undefined;
  /** Where there is one: the service offers it once it was told that a screen is shared. */
  readonly screen: string | undefined;
}

/**
 * Finds the lines for own media: sound and camera go into the first line of their kind that is `sendrecv`, the screen into the
 * only picture's that is `recvonly` for the bridge. The others are for what other participants send.
 */
export function ownLines(offer: string): OwnLines {
  const lines = offer.split(/^(?=m=)/m).slice(1);
  const midOf = (kind: string, direction: string): string | undefined => {
    const found = lines.find((line) => line.startsWith(`m=${kind} `) && !line.startsWith(`m=${kind} 0 `) && has(line, direction));
    return found && /^a=mid:(\S+)/m.exec(found)?.[1];
  };
  return { audio: midOf("audio", "sendrecv"), camera: midOf("video", "sendrecv"), screen: midOf("video", "recvonly") };
}

function has(line: string, direction: string): boolean {
  return line.split(/\r?\n/).includes(`a=${direction}`);
}
