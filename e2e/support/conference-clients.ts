import type { Page } from "playwright-core";

interface Client {
  readonly pc: RTCPeerConnection;
  /** The ids of the streams in which a transceiver's track arrived. */
  readonly streams: Map<RTCRtpTransceiver, string[]>;
}

interface Room {
  readonly audio: MediaStreamTrack;
  readonly video: MediaStreamTrack;
  readonly clients: Map<string, Client>;
}

declare global {
  var room: Room;
}

/** What a client sends when it is asked the next time. */
export interface Sending {
  readonly camera: boolean;
  readonly screen: boolean;
}

/** A track that a client receives at the moment. */
export interface Received {
  readonly kind: string;
  readonly streams: readonly string[];
}

/** JSEP clients that know nothing of a bridge, each a peer connection in one page of a real browser. */
export class ConferenceClients {
  private constructor(private readonly page: Page) {}

  static async in(page: Page): Promise<ConferenceClients> {
    await page.evaluate(() => {
      const audio = new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0];
      const video = document.createElement("canvas").captureStream(5).getVideoTracks()[0];
      if (audio === undefined || video === undefined) throw new Error("the page captured nothing");
      globalThis.room = { audio, video, clients: new Map() };
    });
    return new ConferenceClients(page);
  }

  /** Applies an offer and answers it. A new client is made where there is none of that name. */
  answer(user: string, sdp: string, sending: Sending): Promise<string> {
    return this.page.evaluate(
      async ({ user, sdp, sending }) => {
        const { audio, video, clients } = globalThis.room;
        const known = clients.get(user);
        const { pc, streams } = known ?? { pc: new RTCPeerConnection(), streams: new Map<RTCRtpTransceiver, string[]>() };
        if (known === undefined) {
          clients.set(user, { pc, streams });
          pc.ontrack = (event) => {
            const ids = event.streams.map(({ id }) => id);
            streams.set(event.transceiver, ids);
          };
        }
        await pc.setRemoteDescription({ type: "offer", sdp });
        const screenMid = /\r\na=mid:(\S+)(?:\r\na=(?!mid:)[^\r]*)*?\r\na=recvonly\r\n/.exec(sdp)?.[1];
        for (const transceiver of pc.getTransceivers()) {
          const { mid, sender } = transceiver;
          if (mid === "0") {
            await sender.replaceTrack(audio);
            transceiver.direction = "sendrecv";
          } else if (mid === "1") {
            await sender.replaceTrack(sending.camera ? video : null);
            transceiver.direction = sending.camera ? "sendrecv" : "recvonly";
          } else if (mid === screenMid) {
            await sender.replaceTrack(video);
            transceiver.direction = sending.screen ? "sendonly" : "inactive";
          }
        }
        await pc.setLocalDescription(await pc.createAnswer());
        return pc.localDescription?.sdp ?? "";
      },
      { user, sdp, sending },
    );
  }

  /** What a client receives, apart from the bridge's own tracks. */
  received(user: string): Promise<Received[]> {
    return this.page.evaluate((user) => {
      const client = globalThis.room.clients.get(user);
      if (client === undefined) return [];
      return client.pc
        .getTransceivers()
        .filter(({ currentDirection }) => currentDirection === "recvonly" || currentDirection === "sendrecv")
        .map((transceiver) => ({ kind: transceiver.receiver.track.kind, streams: client.streams.get(transceiver) ?? [] }))
        .filter(({ streams }) => !streams.includes("mixedmslabel"));
    }, user);
  }

  async leave(user: string): Promise<void> {
    await this.page.evaluate((user) => {
      globalThis.room.clients.get(user)?.pc.close();
      globalThis.room.clients.delete(user);
    }, user);
  }
}
