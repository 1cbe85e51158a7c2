/** Calls `changed` when a browser tells that it has another network; returns how to stop. Elsewhere nothing happens. */
export function watchNetwork(changed: () => void): () => void {
  const sources: [EventTarget | undefined, string][] = [
    [globalThis.addEventListener === undefined ? undefined : globalThis, "online"],
    [connectionOf(globalThis.navigator), "change"],
  ];
  for (const [target, type] of sources) target?.addEventListener(type, changed);
  return () => {
    for (const [target, type] of sources) target?.removeEventListener(type, changed);
  };
}

/** The Network Information API, where there is one. */
function connectionOf(navigator: Navigator | undefined): EventTarget | undefined {
  const connection: unknown = navigator && "connection" in navigator ? navigator.connection : undefined;
  return connection instanceof EventTarget ? connection : undefined;
}
