import type { SendRequest } from "./requests.js";

/** Whom this user does not want to be called by. Who is blocked does not learn of it: nobody seems to answer. */
export interface BlocksApi {
  /** That user rings here no more, on any device. */
  add(userId: string): Promise<void>;
  /** That user may ring here again. */
  remove(userId: string): Promise<void>;
  /** User ids. */
  list(): Promise<readonly string[]>;
}

/** Asks the service. */
export class Blocks implements BlocksApi {
  constructor(private readonly request: SendRequest) {}

  async add(userId: string): Promise<void> {
    await this.request("user.block", { userId });
  }

  async remove(userId: string): Promise<void> {
    await this.request("user.unblock", { userId });
  }

  async list(): Promise<readonly string[]> {
    const { users } = await this.request("user.blocked", {});
    return users;
  }
}
