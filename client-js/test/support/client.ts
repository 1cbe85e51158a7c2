import { WebSocket } from "ws";
import { type Call, type CallEvents, CarillonClient, type ClientEvents, type ClientOptions, type MediaPlatform } from "../../src/index.js";
import { FakeDevices, FakeMediaStream } from "./media.js";
import { FakeNetwork } from "./peer-connection.js";
import { atEnd } from "./setup.js";
import { type READY, ScriptedService, type ScriptedSocket } from "./scripted-service.js";

export class FakePlatform implements MediaPlatform {
  readonly devices = new FakeDevices();
  readonly RTCPeerConnection: MediaPlatform["RTCPeerConnection"];
  readonly MediaStream = FakeMediaStream as unknown as MediaPlatform["MediaStream"];
  readonly getUserMedia = this.devices.getUserMedia;
  readonly getDisplayMedia = this.devices.getDisplayMedia;
  readonly enumerateDevices = this.devices.enumerateDevices;
  readonly watchDevices = this.devices.watchDevices;

  constructor(readonly network = new FakeNetwork()) {
    this.RTCPeerConnection = network.connectionClass();
  }
}

export function newClient(url: string, options: Partial<ClientOptions> = {}): CarillonClient {
  const client = new CarillonClient({
    url,
    token: "jwt",
    device: { id: "laptop" },
    webSocket: WebSocket,
    media: new FakePlatform(),
    backoff: { minMs: 1, maxMs: 20 },
    ...options,
  });
  atEnd(() => client.close());
  return client;
}

/** A client of a scripted service that is signed in. */
export async function signedIn(
  options: Partial<ClientOptions> = {},
  ready: Partial<typeof READY> = {},
): Promise<{ service: ScriptedService; client: CarillonClient; socket: ScriptedSocket }> {
  const service = await ScriptedService.start();
  const client = newClient(service.url, options);
  const connected = client.connect();
  const socket = await service.accept();
  await socket.welcome(ready);
  await connected;
  return { service, client, socket };
}

/** The next payload of that event of a client. */
export function next<K extends keyof ClientEvents>(client: CarillonClient, event: K): Promise<ClientEvents[K]> {
  return new Promise((resolve) => client.once(event, resolve));
}

/** The next payload of that event of a call. */
export function nextOf<K extends keyof CallEvents>(call: Call, event: K): Promise<CallEvents[K]> {
  return new Promise((resolve) => call.once(event, resolve));
}

/** The client's next state of that name. */
export function reached(client: CarillonClient, state: ClientEvents["state"]): Promise<void> {
  if (client.state === state) return Promise.resolve();
  return new Promise((resolve) => {
    const off = client.on("state", (now) => {
      if (now !== state) return;
      off();
      resolve();
    });
  });
}
