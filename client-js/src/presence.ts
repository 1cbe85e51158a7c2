import type { OwnPresence, Presence, PresenceSettings } from "./protocol.js";
import type { SendRequest } from "./requests.js";

/** Most users that one request may name (protocol, section 5). */
const USERS_PER_REQUEST = 200;

/** Who is online, and what others see of this user. */
export interface PresenceApi {
  /**
   * Sets what others see: a status with what belongs to it, or settings alone, and the status stays. The SDK sets all of it
   * again where the service had to begin a new session.
   */
  set(presence: OwnPresence | PresenceSettings): Promise<void>;
  /** Watches these users; resolves with their presence now. Changes come as the client's `presence` event. */
  subscribe(users: readonly string[]): Promise<readonly Presence[]>;
  /** Watches these users no more. */
  unsubscribe(users: readonly string[]): Promise<void>;
  /** Asks once. */
  get(users: readonly string[]): Promise<readonly Presence[]>;
  /** The last known presence of a subscribed user. */
  of(userId: string): Presence | undefined;
}

/** Own presence, and that of watched users. */
export class PresenceWatch implements PresenceApi {
  private own: OwnPresence | PresenceSettings = {};
  private readonly watched = new Set<string>();
  private readonly known = new Map<string, Presence>();

  constructor(
    private readonly request: SendRequest,
    private readonly now: () => number,
    private readonly changed: (users: readonly Presence[]) => void,
  ) {}

  async set(presence: OwnPresence | PresenceSettings): Promise<void> {
    await this.request("presence.set", presence);
    this.keep(presence);
  }

  async subscribe(users: readonly string[]): Promise<readonly Presence[]> {
    for (const user of users) this.watched.add(user);
    const presence = await inPortions(users, (portion) => this.request("presence.subscribe", { users: portion }));
    this.learn(presence);
    return presence;
  }

  async unsubscribe(users: readonly string[]): Promise<void> {
    for (const user of users) {
      this.watched.delete(user);
      this.known.delete(user);
    }
    await inPortions(users, (portion) => this.request("presence.unsubscribe", { users: portion }));
  }

  get(users: readonly string[]): Promise<readonly Presence[]> {
    return inPortions(users, (portion) => this.request("presence.get", { users: portion }));
  }

  of(userId: string): Presence | undefined {
    return this.known.get(userId);
  }

  /** @internal Whether somebody attends this device. Kept at once: what cannot be said now is said in the next session. */
  setIdle(idle: boolean): Promise<void> {
    this.keep({ idle });
    return this.set({ idle });
  }

  /** @internal The service told of changes. */
  learn(users: readonly Presence[]): void {
    const watched = users.filter(({ userId }) => this.watched.has(userId));
    for (const presence of watched) this.known.set(presence.userId, presence);
    if (watched.length > 0) this.changed(watched);
  }

  /** @internal A new session knows neither what was set nor what was subscribed. */
  async restore(): Promise<void> {
    const work: Promise<unknown>[] = [];
    const own = this.current();
    if (Object.keys(own).length > 0) work.push(this.request("presence.set", own));
    if (this.watched.size > 0) work.push(this.subscribe([...this.watched]));
    await Promise.all(work);
  }

  /** A status takes the place of the one before with all that belonged to it; settings stay until they are set anew. */
  private keep(presence: OwnPresence | PresenceSettings): void {
    this.own = "status" in presence ? { ...settingsOf(this.own), ...presence } : { ...this.own, ...presence };
  }

  /** What was set, without a status whose time is over. */
  private current(): OwnPresence | PresenceSettings {
    const { own } = this;
    const isOver = "until" in own && own.until !== undefined && own.until <= this.now();
    return isOver ? settingsOf(own) : own;
  }
}

function settingsOf({ callWaiting, idle }: PresenceSettings): PresenceSettings {
  return { ...(callWaiting === undefined ? {} : { callWaiting }), ...(idle === undefined ? {} : { idle }) };
}

async function inPortions(users: readonly string[], ask: (portion: readonly string[]) => Promise<unknown>): Promise<readonly Presence[]> {
  const asked: Promise<unknown>[] = [];
  for (let start = 0; start < users.length; start += USERS_PER_REQUEST) {
    asked.push(ask(users.slice(start, start + USERS_PER_REQUEST)));
  }
  const replies = (await Promise.all(asked)) as { users?: readonly Presence[] }[];
  return replies.flatMap((reply) => reply.users ?? []);
}
