import { Emitter, type Subscribable } from "./emitter.js";
import type { MediaPlatform } from "./platform.js";

/** A camera, microphone or speaker. */
export interface MediaDevice {
  /** For `call.setCamera`, `call.setMicrophone`, or `setSinkId` of an audio element. */
  readonly id: string;
  /** Its name; browsers leave it empty until the page was allowed to use a device of that kind. */
  readonly label: string;
}

/** What the machine has. */
export interface DeviceList {
  readonly cameras: readonly MediaDevice[];
  readonly microphones: readonly MediaDevice[];
  /** Empty where the platform does not let a page choose. */
  readonly speakers: readonly MediaDevice[];
}

/** What the device list tells. */
export interface DevicesEvents {
  /** A device came or went; the list as it is now. */
  change: DeviceList;
}

/** The machine's cameras, microphones and speakers. */
export interface DevicesApi extends Subscribable<DevicesEvents> {
  /** @throws CarillonError `media_unavailable` where the platform cannot list devices */
  list(): Promise<DeviceList>;
}

/** Asks the platform, and watches it while somebody listens. */
export class Devices implements DevicesApi {
  private readonly emitter = new Emitter<DevicesEvents>();
  private listeners = 0;
  private unwatch = (): void => undefined;

  constructor(
    private readonly platform: MediaPlatform,
    private readonly failed: (error: unknown) => void,
  ) {}

  async list(): Promise<DeviceList> {
    const devices = await this.platform.enumerateDevices();
    return {
      cameras: ofKind(devices, "videoinput"),
      microphones: ofKind(devices, "audioinput"),
      speakers: ofKind(devices, "audiooutput"),
    };
  }

  on<K extends keyof DevicesEvents>(event: K, listener: (payload: DevicesEvents[K]) => void): () => void {
    const off = this.emitter.on(event, listener);
    if (this.listeners === 0) this.unwatch = this.platform.watchDevices(() => void this.tell());
    this.listeners += 1;
    let isOn = true;
    return () => {
      if (!isOn) return;
      isOn = false;
      off();
      this.listeners -= 1;
      if (this.listeners === 0) this.unwatch();
    };
  }

  once<K extends keyof DevicesEvents>(event: K, listener: (payload: DevicesEvents[K]) => void): () => void {
    const off = this.on(event, (payload) => {
      off();
      listener(payload);
    });
    return off;
  }

  private async tell(): Promise<void> {
    try {
      this.emitter.emit("change", await this.list());
    } catch (error) {
      this.failed(error);
    }
  }
}

function ofKind(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): readonly MediaDevice[] {
  // Before a permission was given browsers name one device of each kind without an id: there is nothing to choose then.
  return devices.filter((device) => device.kind === kind && device.deviceId !== "").map(({ deviceId: id, label }) => ({ id, label }));
}
