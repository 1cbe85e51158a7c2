/** What can be listened to. */
export interface Subscribable<E> {
  /** Calls `listener` at each `event`, until the returned function is called. */
  on<K extends keyof E>(event: K, listener: (payload: E[K]) => void): () => void;
  /** Calls `listener` at the next `event` only. */
  once<K extends keyof E>(event: K, listener: (payload: E[K]) => void): () => void;
}

/** A typed emitter. A listener that throws disturbs neither the others nor the emitter. */
export class Emitter<E> implements Subscribable<E> {
  private readonly listeners = new Map<keyof E, Set<(payload: never) => void>>();

  on<K extends keyof E>(event: K, listener: (payload: E[K]) => void): () => void {
    // A wrapper of its own, so that the same function added twice is removed once.
    const entry = (payload: E[K]): void => listener(payload);
    const entries = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, entries.add(entry));
    return () => void entries.delete(entry);
  }

  once<K extends keyof E>(event: K, listener: (payload: E[K]) => void): () => void {
    const off = this.on(event, (payload) => {
      off();
      listener(payload);
    });
    return off;
  }

  emit<K extends keyof E>(event: K, payload: E[K]): void {
    for (const listener of [...(this.listeners.get(event) ?? [])]) {
      try {
        (listener as (payload: E[K]) => void)(payload);
      } catch (error) {
        // Surfaces as an uncaught error of the app, where it belongs, after the others have been told.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
