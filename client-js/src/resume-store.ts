/** What a page must remember to come back as the same session after a reload. */
export interface ResumeState {
  readonly resumeToken: string;
  /** The last event that was handled. */
  readonly lastSeq: number;
  /**
   * Whether calls were alive. Their media connections do not survive a reload, so the next page then asks for
   * a new session: the service counts up this party's `instance`, which tells the other party to expect a new offer.
   */
  readonly liveCalls: boolean;
}

/** Where the state is kept. Errors that it throws are the app's: the SDK does not catch them. */
export interface ResumeStore {
  /** What was kept last. */
  get(): ResumeState | undefined;
  /** `undefined` forgets. */
  set(state: ResumeState | undefined): void;
}

/**
 * Keeps the state in a web storage. Use `sessionStorage`: it survives a reload and belongs to one tab, as a session does.
 */
export function webResumeStore(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">, key = "carillon.resume"): ResumeStore {
  return {
    get() {
      const text = storage.getItem(key);
      return text === null ? undefined : parse(text);
    },
    set(state) {
      if (state === undefined) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(state));
    },
  };
}

function parse(text: string): ResumeState | undefined {
  try {
    const value = JSON.parse(text) as Partial<ResumeState> | null;
    if (typeof value?.resumeToken !== "string" || typeof value.lastSeq !== "number") return undefined;
    return { resumeToken: value.resumeToken, lastSeq: value.lastSeq, liveCalls: value.liveCalls === true };
  } catch {
    // Written by somebody else, or cut off: a new session then.
    return undefined;
  }
}
