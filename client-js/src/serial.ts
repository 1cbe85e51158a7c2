/** Runs asynchronous tasks one after the other, in the order given. */
export class Serial {
  private last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as the task does; a task that fails does not stop the next. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }
}
