/** Brings a JWT for this user; called for each token that is needed. May throw: it is asked again later. */
export type TokenProvider = () => string | Promise<string>;

/** Holds the token in use and gets the next one. */
export class Credentials {
  private current: string | undefined;

  constructor(private readonly source: string | TokenProvider) {}

  /** Whether a token other than the present one can be had. */
  get renewable(): boolean {
    return typeof this.source === "function";
  }

  async token(): Promise<string> {
    this.current ??= typeof this.source === "function" ? await this.source() : this.source;
    return this.current;
  }

  /** The present token is of no more use. */
  discard(): void {
    this.current = undefined;
  }
}
