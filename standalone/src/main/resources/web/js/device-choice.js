// @ts-check
import { whyNot } from "./call-media.js";
import { element } from "./dom.js";
import { Sound } from "./sound.js";
/** @import { ActiveCall, DevicesApi, MediaDevice } from "/sdk/carillon.js" */

/** Which microphone, camera and speaker the call uses. */
export class DeviceChoice {
  #microphone = element("microphone-choice", HTMLSelectElement);
  #camera = element("camera-choice", HTMLSelectElement);
  #speaker = element("speaker-choice", HTMLSelectElement);
  #devices;
  #sound;
  #onNotice;
  /** @type {ActiveCall | undefined} */
  #call;

  /**
   * @param {object} given
   * @param {DevicesApi} given.devices
   * @param {Sound} given.sound
   * @param {(text: string) => void} given.onNotice
   */
  constructor({ devices, sound, onNotice }) {
    this.#devices = devices;
    this.#sound = sound;
    this.#onNotice = onNotice;
    this.#microphone.addEventListener("change", () => void this.#use("microphone", this.#microphone.value));
    this.#camera.addEventListener("change", () => void this.#use("camera", this.#camera.value));
    this.#speaker.addEventListener("change", () => {
      sound.choose(this.#speaker.value).catch(() => onNotice("That speaker cannot be used now."));
    });
    devices.on("change", () => void this.refresh());
  }

  /** @param {ActiveCall | undefined} call */
  render(call) {
    this.#call = call;
  }

  /** Asks what the machine has now. */
  async refresh() {
    const { microphones, cameras, speakers } = await this.#devices.list().catch(() => ({ microphones: [], cameras: [], speakers: [] }));
    const own = this.#call?.localStream;
    offer(this.#microphone, microphones, deviceOf(own?.getAudioTracks()[0]));
    offer(this.#camera, cameras, deviceOf(own?.getVideoTracks()[0]));
    offer(this.#speaker, Sound.canChoose ? speakers : [], this.#sound.speaker);
  }

  /**
   * @param {"microphone" | "camera"} what
   * @param {string} deviceId
   */
  async #use(what, deviceId) {
    try {
      await (what === "microphone" ? this.#call?.setMicrophone(deviceId) : this.#call?.setCamera(deviceId));
    } catch (error) {
      this.#onNotice(whyNot(what, error));
      await this.refresh();
    }
  }
}

/** @param {MediaStreamTrack | undefined} track */
function deviceOf(track) {
  return track?.getSettings().deviceId ?? "";
}

/**
 * Fills a menu; one without a choice is hidden.
 *
 * @param {HTMLSelectElement} menu
 * @param {readonly MediaDevice[]} devices
 * @param {string} chosen
 */
function offer(menu, devices, chosen) {
  if (menu.parentElement) menu.parentElement.hidden = devices.length === 0;
  menu.replaceChildren(...devices.map(({ id, label }, index) => new Option(label || `Device ${index + 1}`, id, false, id === chosen)));
}
