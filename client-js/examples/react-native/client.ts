// Hermes has no `crypto`, of which the SDK makes its call ids.
import "react-native-get-random-values";
import { type ActivitySource, CarillonClient, type MediaPlatform } from "@carillon/client";
import { AppState } from "react-native";
import { mediaDevices, MediaStream, RTCPeerConnection } from "react-native-webrtc";

/** react-native-webrtc follows the W3C's interfaces by classes of its own. */
const media = {
  RTCPeerConnection,
  MediaStream,
  getUserMedia: (constraints: Parameters<typeof mediaDevices.getUserMedia>[0]) => mediaDevices.getUserMedia(constraints),
  getDisplayMedia: () => mediaDevices.getDisplayMedia({}),
  enumerateDevices: () => mediaDevices.enumerateDevices(),
} as unknown as Partial<MediaPlatform>;

/** Whoever brings the app to the front is there. */
const activity: ActivitySource = {
  watch(active) {
    const subscription = AppState.addEventListener("change", (state) => {
      if (state === "active") active();
    });
    return () => subscription.remove();
  },
};

/** @param deviceId stable for this installation of the app */
export function makeClient(url: string, token: () => Promise<string>, deviceId: string): CarillonClient {
  return new CarillonClient({ url, token, device: { id: deviceId, platform: "react-native" }, media, activity, idleAfterMs: 10 * 60_000 });
}
