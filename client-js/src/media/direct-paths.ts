import type { CallFacts } from "../call-facts.js";
import { CarillonError } from "../errors.js";
import type { MediaConnection } from "../peer.js";
import type { TrackKind } from "./local-media.js";
import { type MediaEnvironment, type PathOwner, PeerMedia } from "./peer-media.js";

/** From the best: what a group's connection is called by. */
const BEST_FIRST: readonly MediaConnection[] = ["connected", "connecting", "reconnecting", "failed"];

/** The paths of a call without a bridge: one to each other party. */
export class DirectPaths {
  private readonly paths = new Map<string, PeerMedia>();

  constructor(
    private readonly env: MediaEnvironment,
    private readonly call: CallFacts,
    private readonly owner: PathOwner,
  ) {}

  get users(): readonly string[] {
    return [...this.paths.keys()];
  }

  /** The best path, the only one in a call of two. */
  get connection(): MediaConnection {
    const found = this.all.map(({ connection }) => connection);
    return BEST_FIRST.find((state) => found.includes(state)) ?? "connecting";
  }

  /** The path to that user, made where there is none yet. */
  to(userId: string): PeerMedia {
    let path = this.paths.get(userId);
    if (path === undefined) {
      path = new PeerMedia(this.env, this.call, userId, this.owner);
      this.paths.set(userId, path);
    }
    return path;
  }

  known(userId: string): PeerMedia | undefined {
    return this.paths.get(userId);
  }

  /** Offers to those users, who wait for it. */
  async offerTo(users: readonly string[]): Promise<void> {
    const failures: { path: PeerMedia; error: unknown }[] = [];
    const offer = async (path: PeerMedia): Promise<void> => {
      try {
        await path.offerAnew();
      } catch (error) {
        failures.push({ path, error });
      }
    };
    await Promise.all(users.map((userId) => offer(this.to(userId))));
    if (failures.length > 0 && failures.length === users.length) throw CarillonError.from(failures[0]?.error, "media_unavailable");
    for (const { path, error } of failures) path.report(error);
  }

  async send(kind: TrackKind): Promise<void> {
    await Promise.all(this.all.map((path) => path.send(kind)));
  }

  setAudible(audible: boolean): void {
    for (const path of this.all) path.setAudible(audible);
  }

  restartUnlessConnected(): void {
    for (const path of this.all) path.restartUnlessConnected();
  }

  restart(): void {
    for (const path of this.all) path.restart();
  }

  renewServers(iceServers: RTCIceServer[]): void {
    for (const path of this.all) path.renewServers(iceServers);
  }

  /** @returns whether there was one */
  drop(userId: string): boolean {
    this.paths.get(userId)?.close();
    return this.paths.delete(userId);
  }

  close(): void {
    for (const path of this.all) path.close();
    this.paths.clear();
  }

  private get all(): readonly PeerMedia[] {
    return [...this.paths.values()];
  }
}
