import { CarillonClient, type IncomingCall, type MediaPlatform } from "@carillon/client";
import { MediaStream, MediaStreamTrack, RTCPeerConnection } from "werift";
import { WebSocket } from "ws";

/** WebRTC for Node. werift follows the W3C's interfaces as far as the SDK uses them, by classes of its own. */
const media = { RTCPeerConnection, MediaStream } as unknown as Partial<MediaPlatform>;

export interface EchoOptions {
  readonly url: string;
  readonly token: string;
  /** Users whose presence is reported. */
  readonly watch: readonly string[];
  readonly log: (line: string) => void;
}

/** Signs in, tells who is online, and answers each call: who speaks hears themselves. */
export async function startEcho({ url, token, watch, log }: EchoOptions): Promise<CarillonClient> {
  const client = new CarillonClient({ url, token, device: { id: "echo", platform: "node" }, webSocket: WebSocket, media });
  client.on("error", (error) => log(`${error.code}: ${error.message}`));
  client.on("closed", ({ reason }) => log(`closed: ${reason}`));
  client.on("presence", (users) => users.forEach(({ userId, status }) => log(`${userId} is ${status}`)));
  client.on("incoming", (call) => {
    answer(call, log).catch((error: unknown) => log(`not answered: ${String(error)}`));
  });
  await client.connect();
  log(`signed in as ${client.userId}`);
  const users = await client.presence.subscribe(watch);
  for (const { userId, status } of users) log(`${userId} is ${status}`);
  return client;
}

async function answer(call: IncomingCall, log: EchoOptions["log"]): Promise<void> {
  log(`${call.peer.userId} calls`);
  call.on("ended", ({ reason, durationMs }) => log(`${reason} after ${durationMs} ms`));
  const voice = new MediaStreamTrack({ kind: "audio" });
  call.on("peerTrack", ({ peer, track }) => {
    if (track.kind !== "audio") return;
    log(`sound from ${peer.userId}`);
    const heard = track as unknown as MediaStreamTrack;
    heard.onReceiveRtp.subscribe((packet) => voice.writeRtp(packet));
  });
  await call.accept({ stream: new MediaStream([voice]) as unknown as globalThis.MediaStream });
}
