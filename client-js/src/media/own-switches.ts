import type { CallFacts } from "../call-facts.js";
import { CarillonError } from "../errors.js";
import type { MediaPlatform } from "../platform.js";
import { Serial } from "../serial.js";
import type { LocalMedia, TrackKind } from "./local-media.js";
import { ended } from "./peer-media.js";
import { ScreenCapture } from "./screen-capture.js";

/** Whose microphone, camera and screen are switched. */
export interface SwitchOwner {
  readonly local: LocalMedia | undefined;
  readonly isClosed: boolean;
  /** Sends what there is of that kind from now on. */
  resend(kind: TrackKind): Promise<void>;
  report(error: unknown): void;
}

/** Turns the own microphone, camera and screen on and off. */
export class OwnSwitches {
  /** One after the other for each kind: the microphone doesn't wait for a camera that opens slowly. */
  private readonly switching = { audio: new Serial(), video: new Serial() };
  private choosingScreen: Promise<void> | undefined;

  constructor(
    private readonly platform: MediaPlatform,
    private readonly call: CallFacts,
    private readonly owner: SwitchOwner,
  ) {}

  setMicrophone(on: boolean | string): Promise<void> {
    if (on !== false && !this.call.maySend.audio) return Promise.reject(forbidden());
    return this.switch("audio", (local) => (typeof on === "string" ? local.use("audio", on) : local.setMicrophone(on)));
  }

  setCamera(on: boolean | string): Promise<void> {
    if (on !== false && !this.call.maySend.video) return Promise.reject(forbidden());
    return this.switch("video", (local) => (typeof on === "string" ? local.use("video", on) : local.setCamera(on)));
  }

  setScreen(on: boolean): Promise<void> {
    if (on && !this.call.maySend.screen) return Promise.reject(forbidden());
    if (!on) return this.owner.local?.screen ? this.switch("video", (local) => local.share(undefined)) : Promise.resolve();
    this.choosingScreen ??= this.shareScreen().finally(() => (this.choosingScreen = undefined));
    return this.choosingScreen;
  }

  private async shareScreen(): Promise<void> {
    if (this.opened().screen) return;
    const stopped = (): void => void this.setScreen(false).catch((error: unknown) => this.owner.report(error));
    const capture = await ScreenCapture.open(this.platform, stopped);
    try {
      await this.switch("video", (local) => local.share(capture));
    } catch (error) {
      capture.close();
      throw error;
    }
  }

  private switch(kind: TrackKind, change: (local: LocalMedia) => Promise<void>): Promise<void> {
    return this.switching[kind].run(async () => {
      const local = this.opened();
      const { screen } = local;
      const before = local.sent(kind);
      try {
        await change(local);
      } catch (error) {
        if (local.sent(kind) !== before) await this.owner.resend(kind);
        throw error;
      }
      if (this.owner.isClosed) {
        local.close();
        throw ended();
      }
      await this.owner.resend(kind);
      if (local.screen !== screen) this.call.emit("localScreen", local.screen);
    });
  }

  private opened(): LocalMedia {
    const { local, isClosed } = this.owner;
    if (local === undefined || isClosed) throw ended();
    return local;
  }
}

function forbidden(): CarillonError {
  return new CarillonError("forbidden", "this device may not send that: it is muted, or its token does not let it");
}
