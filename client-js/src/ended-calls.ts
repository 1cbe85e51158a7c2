/** Ended calls that are remembered. */
const CAPACITY = 200;

/** Calls that are over for this device: what still arrives about them does not raise them again, a later invitation does. */
export class EndedCalls {
  private readonly versions = new Map<string, number>();

  /** @param version the last one that was seen */
  add(id: string, version: number): void {
    this.versions.set(id, version);
    if (this.versions.size > CAPACITY) for (const oldest of this.versions.keys()) return void this.versions.delete(oldest);
  }

  has(id: string): boolean {
    return this.versions.has(id);
  }

  /** Whether an invitation of that version is one that was made after the end. */
  isNews(id: string, version: number): boolean {
    const seen = this.versions.get(id);
    return seen === undefined || version > seen;
  }

  delete(id: string): void {
    this.versions.delete(id);
  }
}
