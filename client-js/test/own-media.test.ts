import { describe, expect, it, vi } from "vitest";
import type { DeviceList } from "../src/index.js";
import { FakePlatform, nextOf, signedIn } from "./support/client.js";
import { inCall } from "./support/in-call.js";
import type { FakeTrack } from "./support/media.js";
import type { FakePeerConnection } from "./support/peer-connection.js";

function sentBy(connection: FakePeerConnection | undefined, kind: "audio" | "video"): FakeTrack | null | undefined {
  return connection?.getTransceivers().find((transceiver) => transceiver.kind === kind)?.sender.track;
}

describe("the devices of a machine", () => {
  it("are listed by what they are for", async () => {
    const { client } = await signedIn();
    expect(await client.devices.list()).toEqual({
      cameras: [
        { id: "cam-1", label: "Front" },
        { id: "cam-2", label: "Back" },
      ],
      microphones: [
        { id: "mic-1", label: "Microphone" },
        { id: "mic-2", label: "Headset" },
      ],
      speakers: [{ id: "out-1", label: "Speaker" }],
    });
  });

  it("are not listed while the browser does not name them", async () => {
    const platform = new FakePlatform();
    platform.devices.list = [{ kind: "videoinput", deviceId: "", label: "" }];
    const { client } = await signedIn({ media: platform });
    expect(await client.devices.list()).toEqual({ cameras: [], microphones: [], speakers: [] });
  });

  it("are watched while somebody listens", async () => {
    const platform = new FakePlatform();
    const { client } = await signedIn({ media: platform });
    const heard = vi.fn();
    const off = client.devices.on("change", heard);
    const changed = new Promise<DeviceList>((resolve) => client.devices.once("change", resolve));
    platform.devices.unplug("cam-2");
    expect((await changed).cameras).toEqual([{ id: "cam-1", label: "Front" }]);
    expect(heard).toHaveBeenCalledOnce();
    off();
    off();
    expect(platform.devices.isWatched).toBe(false);
    platform.devices.unplug("cam-1");
    expect(heard).toHaveBeenCalledOnce();
  });

  it("cannot be listed where there is no such platform", async () => {
    const { client } = await signedIn({ media: {} });
    await expect(client.devices.list()).rejects.toMatchObject({ code: "media_unavailable" });
    client.devices.on("change", () => undefined)();
  });
});

describe("the choice of a device", () => {
  it("changes camera and microphone without a negotiation, and lets the old ones go", async () => {
    const { service, network, alice, alicesCall } = await inCall();
    await alicesCall.setCamera("cam-2");
    await alicesCall.setMicrophone("mic-2");
    expect(alice.platform.devices.live.map(({ deviceId }) => deviceId)).toEqual(["cam-2", "mic-2"]);
    expect([sentBy(network.all[0], "audio")?.deviceId, sentBy(network.all[0], "video")?.deviceId]).toEqual(["mic-2", "cam-2"]);
    expect(alicesCall.localStream?.getTracks()).toHaveLength(2);
    expect(service.requestsOf("alice", "media.description")).toEqual([]);
  });

  it("turns on what was off, and is remembered when it is off again", async () => {
    const { alice, alicesCall } = await inCall();
    await alicesCall.setCamera(false);
    await alicesCall.setMicrophone(false);
    await alicesCall.setCamera("cam-2");
    await alicesCall.setMicrophone("mic-2");
    expect(alicesCall.localMedia).toMatchObject({ audio: true, video: true });
    await alicesCall.setCamera(false);
    await alicesCall.setCamera(true);
    expect(alice.platform.devices.liveFrom("cam-2")).toBeDefined();
  });

  it("keeps what was sent where the device is not to be had", async () => {
    const { network, alice, alicesCall } = await inCall();
    await expect(alicesCall.setCamera("cam-9")).rejects.toMatchObject({ code: "media_unavailable" });
    expect(sentBy(network.all[0], "video")?.deviceId).toBe("cam-1");
    expect(alice.platform.devices.liveFrom("cam-1")).toBeDefined();
    expect(alicesCall.localMedia.video).toBe(true);
  });

  it("closes the first camera for the second where the machine opens one at a time", async () => {
    const { network, alice, alicesCall } = await inCall();
    alice.platform.devices.oneCameraAtATime = true;
    await alicesCall.setCamera("cam-2");
    expect(alice.platform.devices.live.map(({ deviceId }) => deviceId)).toEqual(["mic-1", "cam-2"]);
    expect(sentBy(network.all[0], "video")?.deviceId).toBe("cam-2");
  });

  it("leaves the app's own track open", async () => {
    const own = new FakePlatform();
    const stream = await own.getUserMedia({ audio: true, video: true });
    const { alicesCall } = await inCall({ invite: { stream } });
    await alicesCall.setCamera("cam-2");
    expect(own.devices.live).toHaveLength(2);
    expect(stream.getTracks()).toHaveLength(2);
  });

  it("is made anew when the device was unplugged", async () => {
    const { network, alice, alicesCall, bobsCall } = await inCall();
    const error = nextOf(alicesCall, "error");
    const seen = nextOf(bobsCall, "remoteMedia");
    alice.platform.devices.unplug("cam-1");
    expect(await error).toMatchObject({ code: "media_unavailable", message: "the camera is gone" });
    expect((await seen).video).toBe(false);
    expect(sentBy(network.all[0], "video")).toBeNull();
    await alicesCall.setCamera("cam-2");
    expect(sentBy(network.all[0], "video")?.deviceId).toBe("cam-2");
  });
});

describe("screen sharing", () => {
  it("takes the camera's place without a negotiation, and gives it back", async () => {
    const { service, network, alice, alicesCall, bobsCall } = await inCall();
    const [sharing, seen] = [nextOf(alicesCall, "localScreen"), nextOf(bobsCall, "peerMedia")];
    await alicesCall.setScreen(true);
    expect(await sharing).toBe(alicesCall.localScreen);
    expect((await seen).media).toEqual({ audio: true, video: false, screen: true, hold: false });
    expect(sentBy(network.all[0], "video")).toMatchObject({ deviceId: "screen", contentHint: "detail" });
    expect(alicesCall.localStream?.getTracks()).toHaveLength(2);
    await alicesCall.setScreen(true);
    await alicesCall.setScreen(false);
    expect(sentBy(network.all[0], "video")?.deviceId).toBe("cam-1");
    await vi.waitFor(() => expect(bobsCall.remoteMedia).toMatchObject({ video: true, screen: false }));
    expect(alice.platform.devices.liveFrom("screen")).toBeUndefined();
    expect(alicesCall.localScreen).toBeUndefined();
    expect(service.requestsOf("alice", "media.description")).toEqual([]);
  });

  it("ends by the browser's own button too", async () => {
    const { network, alice, alicesCall } = await inCall();
    await alicesCall.setScreen(true);
    const ended = nextOf(alicesCall, "localScreen");
    alice.platform.devices.liveFrom("screen")?.endByItself();
    expect(await ended).toBeUndefined();
    expect(sentBy(network.all[0], "video")?.deviceId).toBe("cam-1");
    expect(alicesCall.localMedia).toMatchObject({ video: true, screen: false });
  });

  it("adds a picture to a call by voice", async () => {
    const { alicesCall, bobsCall } = await inCall({ invite: { media: "audio" } });
    await alicesCall.setScreen(true);
    await vi.waitFor(() => expect(bobsCall.remoteStream?.getTracks().map(({ kind }) => kind)).toEqual(["audio", "video"]));
    await alicesCall.setScreen(false);
    expect(alicesCall.localMedia).toMatchObject({ video: false, screen: false });
  });

  it("lets the camera be turned off meanwhile", async () => {
    const { network, alice, alicesCall } = await inCall();
    await alicesCall.setScreen(true);
    await alicesCall.setCamera(false);
    expect(sentBy(network.all[0], "video")?.deviceId).toBe("screen");
    await alicesCall.setScreen(false);
    expect(sentBy(network.all[0], "video")).toBeNull();
    expect(alice.platform.devices.live.map(({ deviceId }) => deviceId)).toEqual(["mic-1"]);
  });

  it("does not happen where the user declines, and keeps nothing waiting while the user chooses", async () => {
    const { alice, alicesCall } = await inCall();
    let choose = (_: MediaStream): void => undefined;
    const chosen = vi.spyOn(alice.platform, "getDisplayMedia").mockImplementation(() => new Promise((resolve) => (choose = resolve)));
    const sharing = alicesCall.setScreen(true);
    await alicesCall.setCamera(false);
    await alicesCall.setCamera(true);
    const again = alicesCall.setScreen(true);
    choose(await alice.platform.devices.getDisplayMedia());
    await Promise.all([sharing, again]);
    expect(chosen).toHaveBeenCalledOnce();
    await alicesCall.setScreen(false);
    chosen.mockRejectedValue(new DOMException("Permission denied", "NotAllowedError"));
    await expect(alicesCall.setScreen(true)).rejects.toMatchObject({ code: "media_unavailable" });
    expect(alicesCall.localMedia.screen).toBe(false);
  });

  it("ends with the call", async () => {
    const { alice, alicesCall } = await inCall();
    await alicesCall.setScreen(true);
    await alicesCall.hangup();
    expect(alice.platform.devices.live).toEqual([]);
  });

  it("pauses on hold", async () => {
    const { alice, alicesCall } = await inCall();
    await alicesCall.setScreen(true);
    await alicesCall.setHold(true);
    expect(alice.platform.devices.live.some(({ enabled }) => enabled)).toBe(false);
    await alicesCall.setHold(false);
    expect(alice.platform.devices.liveFrom("screen")?.enabled).toBe(true);
  });
});

describe("call quality", () => {
  const options = { client: { statsIntervalMs: 10 } };

  it("is measured per peer and told when it changes", async () => {
    const { network, alicesCall } = await inCall(options);
    const [peer] = alicesCall.peers;
    await vi.waitFor(() => expect(peer?.quality).toBe(5));
    const worse = nextOf(alicesCall, "quality");
    network.lostPercent = 20;
    expect(await worse).toEqual({ peer, quality: 1 });
    expect(peer?.quality).toBe(1);
  });

  it("is not known while nothing comes", async () => {
    const { network, alicesCall } = await inCall(options);
    await vi.waitFor(() => expect(alicesCall.peers[0]?.quality).toBe(5));
    network.silent = true;
    await vi.waitFor(() => expect(alicesCall.peers[0]?.quality).toBeUndefined());
  });
});
