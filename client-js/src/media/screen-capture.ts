import { CarillonError } from "../errors.js";
import type { MediaPlatform } from "../platform.js";

/** What is shared of the screen: one video track. */
export class ScreenCapture {
  private constructor(
    readonly stream: MediaStream,
    readonly track: MediaStreamTrack,
  ) {}

  /**
   * Lets the user choose.
   * @param ended told when the user stops it by a button of the platform
   * @throws CarillonError `media_unavailable` when the user declined or the platform cannot
   */
  static async open(platform: MediaPlatform, ended: () => void): Promise<ScreenCapture> {
    try {
      const stream = await platform.getDisplayMedia({ video: true });
      const track = stream.getTracks().find(({ kind }) => kind === "video");
      if (track === undefined) throw new Error("the platform captured no screen");
      // Letters are to stay sharp, if frames have to go.
      track.contentHint = "detail";
      track.addEventListener("ended", ended);
      return new ScreenCapture(stream, track);
    } catch (error) {
      throw CarillonError.from(error, "media_unavailable");
    }
  }

  close(): void {
    for (const track of this.stream.getTracks()) track.stop();
  }
}
