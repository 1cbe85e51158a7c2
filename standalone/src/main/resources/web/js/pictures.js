// @ts-check
import { element, select } from "./dom.js";
import { followVoice } from "./voice-level.js";
/** @import { Call } from "/sdk/carillon.js" */

/** The remote and the own picture, and the remote sound. */
export class Pictures {
  #remote = element("remote-video", HTMLVideoElement);
  #sound = element("remote-audio", HTMLAudioElement);
  #local = element("local-video", HTMLVideoElement);
  #playSound = element("play-sound", HTMLButtonElement);
  #rings = element("call-rings", HTMLElement);
  /** @type {(() => void) | undefined} */
  #stopVoice;

  constructor() {
    // Sound needs a touch of the page first, unless the page captures; the picture is muted and always plays.
    this.#playSound.addEventListener("click", () => void this.#play());
    this.#remote.addEventListener("resize", () => {
      this.#remote.dataset.shape = this.#remote.videoHeight > this.#remote.videoWidth ? "portrait" : "landscape";
    });
  }

  /** @param {Call | undefined} call */
  render(call) {
    const active = call?.state === "active" ? call : undefined;
    this.#hear(active?.remoteStream);
    const watching = active !== undefined && active.remoteMedia.video && hasPicture(active.remoteStream);
    attach(this.#remote, watching ? active.remoteStream : undefined);
    this.#remote.hidden = !watching;
    select("#call", HTMLElement).dataset.picture = watching ? "remote" : "none";

    const own = call?.state === "active" || call?.state === "outgoing" ? call.localStream : undefined;
    const showing = hasPicture(own) && (active === undefined || active.localMedia.video);
    attach(this.#local, showing ? own : undefined);
    element("self", HTMLElement).hidden = !showing;
  }

  /** @param {MediaStream | undefined} stream */
  #hear(stream) {
    const audible = stream && stream.getAudioTracks().length > 0 ? stream : undefined;
    if (this.#sound.srcObject === (audible ?? null)) return;
    this.#stopVoice?.();
    this.#stopVoice = undefined;
    attach(this.#sound, audible);
    this.#rings.classList.toggle("bell-rings--voice", audible !== undefined);
    this.#playSound.hidden = true;
    if (!audible) return;
    this.#stopVoice = followVoice(audible, this.#rings);
    void this.#play();
  }

  async #play() {
    try {
      await this.#sound.play();
      this.#playSound.hidden = true;
    } catch (error) {
      // An AbortError only says that the call ended or changed its stream meanwhile.
      this.#playSound.hidden = !(error instanceof DOMException && error.name === "NotAllowedError");
    }
  }
}

/** @param {MediaStream | undefined} stream */
function hasPicture(stream) {
  return stream !== undefined && stream.getVideoTracks().some((track) => track.readyState === "live");
}

/**
 * @param {HTMLMediaElement} target
 * @param {MediaStream | undefined} stream
 */
function attach(target, stream) {
  if (target.srcObject !== (stream ?? null)) target.srcObject = stream ?? null;
}
