/** Where signs of a person at the device come from. */
export interface ActivitySource {
  /** Calls `active` at each sign: a key, a pointer, the page coming to the front. Returns how to stop. */
  watch(active: () => void): () => void;
}

/** Tells when nobody has been at the device for a while, and when somebody is back. */
export class IdleWatch {
  private readonly unwatch: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastSignAt = Date.now();
  private isIdle = false;

  constructor(
    source: ActivitySource,
    private readonly afterMs: number,
    private readonly changed: (idle: boolean) => void,
  ) {
    this.unwatch = source.watch(() => this.active());
    this.wait(afterMs);
  }

  stop(): void {
    this.unwatch();
    clearTimeout(this.timer);
  }

  /** A pointer gives many signs: each only leaves its time, and the timer looks at the last one. */
  private active(): void {
    this.lastSignAt = Date.now();
    if (!this.isIdle) return;
    this.isIdle = false;
    this.changed(false);
    this.wait(this.afterMs);
  }

  private wait(delayMs: number): void {
    this.timer = setTimeout(() => {
      const left = this.lastSignAt + this.afterMs - Date.now();
      if (left > 0) return this.wait(left);
      this.isIdle = true;
      this.changed(true);
    }, delayMs);
  }
}

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** The page's keys and pointers, and its coming to the front; a hidden page gives no sign. `undefined` outside of a browser. */
export function pageActivity(): ActivitySource | undefined {
  const page = globalThis.document as Document | undefined;
  if (page === undefined) return undefined;
  return {
    watch(active) {
      const shown = (): void => {
        if (page.visibilityState === "visible") active();
      };
      for (const sign of SIGNS) page.addEventListener(sign, active, { passive: true, capture: true });
      page.addEventListener("visibilitychange", shown);
      return () => {
        for (const sign of SIGNS) page.removeEventListener(sign, active, { capture: true });
        page.removeEventListener("visibilitychange", shown);
      };
    },
  };
}
