import type { CallEvent } from "./call-view.js";

/** Most events that wait; the oldest go first. */
const CAPACITY = 256;

/**
 * Events that came before what they build on: those that overtook the reply with the whole call, and media of a party
 * whose entry has not been told yet.
 */
export class HeldEvents {
  private events: CallEvent[] = [];

  hold(event: CallEvent): void {
    this.events.push(event);
    if (this.events.length > CAPACITY) this.events.shift();
  }

  /** Takes out those whose time has come, in the order in which they came. */
  take(isDue: (event: CallEvent) => boolean): CallEvent[] {
    const due = this.events.filter(isDue);
    if (due.length > 0) this.events = this.events.filter((event) => !due.includes(event));
    return due;
  }
}
