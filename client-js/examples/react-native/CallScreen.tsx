import type { ActiveCall, CarillonClient, IncomingCall, Peer } from "@carillon/client";
import type { ReactElement } from "react";
import { Button, Text, View } from "react-native";
import { type MediaStream as NativeStream, RTCView } from "react-native-webrtc";
import { useCall } from "./use-call.js";

/** Whatever call there is: one that rings, one that is being made, one that goes on with any number of others. */
export function CallScreen({ client }: { readonly client: CarillonClient }): ReactElement | null {
  const call = useCall(client);
  switch (call?.state) {
    case undefined:
      return null;
    case "incoming":
      return <Incoming call={call} />;
    case "outgoing":
      return (
        <View>
          <Text>
            {call.peers.map(({ userId }) => userId).join(", ")}: {call.progress}
          </Text>
          <Button title="Cancel" onPress={() => void call.hangup()} />
        </View>
      );
    case "detached":
      return <Button title="Return to the call" onPress={() => void call.rejoin()} />;
    case "active":
      return <InCall call={call} client={client} />;
  }
}

function Incoming({ call }: { readonly call: IncomingCall }): ReactElement {
  return (
    <View>
      <Text>{call.handOver ? "Go on with the call here?" : `${call.peer.userId} is calling`}</Text>
      <Button title="Answer" onPress={() => void call.accept()} />
      <Button title="Decline" onPress={() => void call.reject()} />
    </View>
  );
}

function InCall({ call, client }: { readonly call: ActiveCall; readonly client: CarillonClient }): ReactElement {
  const { audio, video } = call.localMedia;
  return (
    <View>
      {call.peers.map((peer) => (
        <Tile key={peer.userId} peer={peer} />
      ))}
      {video && call.localStream ? <RTCView streamURL={urlOf(call.localStream)} mirror zOrder={1} /> : null}
      <Button title={audio ? "Mute" : "Unmute"} onPress={() => void call.setMicrophone(!audio)} />
      <Button title={video ? "Camera off" : "Camera on"} onPress={() => void call.setCamera(!video)} />
      <Button title="Other camera" onPress={() => void otherCamera(call, client)} />
      <Button title="Hang up" onPress={() => void call.hangup()} />
    </View>
  );
}

function Tile({ peer }: { readonly peer: Peer }): ReactElement {
  const showsPicture = peer.remoteStream !== undefined && (peer.media.video || peer.media.screen);
  return (
    <View>
      {showsPicture ? <RTCView streamURL={urlOf(peer.remoteStream)} objectFit={peer.media.screen ? "contain" : "cover"} /> : null}
      <Text>
        {peer.userId} {peer.connection === "connected" ? "●".repeat(peer.quality ?? 0) : peer.connection}
      </Text>
    </View>
  );
}

async function otherCamera(call: ActiveCall, client: CarillonClient): Promise<void> {
  const { cameras } = await client.devices.list();
  const used = (call.localStream?.getTracks() ?? []).map((track) => track.getSettings().deviceId);
  const other = cameras.find(({ id }) => !used.includes(id));
  if (other) await call.setCamera(other.id);
}

/** The stream is one of react-native-webrtc's, which was passed in. */
function urlOf(stream: MediaStream): string {
  return (stream as unknown as NativeStream).toURL();
}
