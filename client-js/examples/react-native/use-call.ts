import type { CarillonClient, LiveCall } from "@carillon/client";
import { useEffect, useReducer } from "react";

/** The call that the screen is about, rendered anew whenever it, one of its peers or its own media changes. */
export function useCall(client: CarillonClient): LiveCall | undefined {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => client.on("calls", () => render()), [client]);
  const call = client.activeCall ?? client.calls[0];
  useEffect(() => {
    if (call === undefined) return undefined;
    const offs = [call.on("peerTrack", () => render()), call.on("peerMedia", () => render()), call.on("quality", () => render())];
    return () => offs.forEach((off) => off());
  }, [call]);
  return call;
}
