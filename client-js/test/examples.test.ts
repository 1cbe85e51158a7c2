import { MediaStream, MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket } from "werift";
import { expect, it, vi } from "vitest";
import { startEcho } from "../examples/node/echo.js";
import type { MediaPlatform } from "../src/index.js";
import { newClient, nextOf } from "./support/client.js";
import { RelayService } from "./support/relay-service.js";
import { atEnd } from "./support/setup.js";

it("the echo in Node answers over a real connection, and who speaks hears themselves", async () => {
  const service = await RelayService.start();
  const lines: string[] = [];
  const echo = await startEcho({ url: service.url, token: "echo", watch: ["alice"], log: (line) => lines.push(line) });
  atEnd(() => echo.close());
  const media = { RTCPeerConnection, MediaStream } as unknown as Partial<MediaPlatform>;
  const alice = newClient(service.url, { token: "alice", media });
  await alice.connect();
  const voice = new MediaStreamTrack({ kind: "audio" });
  const stream = new MediaStream([voice]) as unknown as globalThis.MediaStream;
  const outgoing = await alice.invite("echo", { media: "audio", stream });
  const heard = vi.fn();
  outgoing.on("remoteTrack", ({ track }) =>
    (track as unknown as MediaStreamTrack).onReceiveRtp.subscribe(({ payload }) => heard(String(payload))),
  );
  const call = await nextOf(outgoing, "state");
  if (call.state !== "active") throw new Error(call.state);
  let sequenceNumber = 0;
  await vi.waitFor(
    () => {
      sequenceNumber += 1;
      voice.writeRtp(
        new RtpPacket(new RtpHeader({ sequenceNumber, timestamp: sequenceNumber * 960, payloadType: 96 }), Buffer.from("hello")),
      );
      expect(heard).toHaveBeenCalledWith("hello");
    },
    { timeout: 10_000, interval: 20 },
  );
  expect(lines).toEqual(expect.arrayContaining(["signed in as echo", "alice calls", "sound from alice"]));
  await call.hangup();
  await vi.waitFor(() => expect(lines.at(-1)).toMatch(/^hangup after/));
});
