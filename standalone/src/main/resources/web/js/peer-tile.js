// @ts-check
import { element, fromTemplate, paintAvatar, select, setText } from "./dom.js";
import { hasPicture, showPicture } from "./picture.js";
import { showQuality } from "./quality-bars.js";
import { followVoice } from "./voice-level.js";
import { waitingFor } from "./words.js";
/** @import { Peer } from "/sdk/carillon.js" */
/** @import { User } from "./demo-users.js" */
/** @import { Sound } from "./sound.js" */

/** One other person in the call: picture, sound, and how they are doing. */
export class PeerTile {
  /** The tile itself, to be put on the page. */
  view = fromTemplate("peer-tile");
  #video = element("remote-video", HTMLVideoElement, this.view);
  #player = element("remote-audio", HTMLAudioElement, this.view);
  #sound;
  /** @type {(() => void) | undefined} */
  #stopVoice;
  /** @type {HTMLElement | undefined} */
  #voice;

  /**
   * @param {User} user
   * @param {Sound} sound
   */
  constructor(user, sound) {
    this.#sound = sound;
    this.view.dataset.testid = `tile-${user.userId}`;
    paintAvatar(select(".avatar", HTMLElement, this.view), user);
    setText(select(".tile__name", HTMLElement, this.view), user.name);
    this.#video.addEventListener("resize", () => {
      this.#video.dataset.shape = this.#video.videoHeight > this.#video.videoWidth ? "portrait" : "landscape";
    });
  }

  /** @returns {boolean} whether a picture is shown */
  get hasPicture() {
    return !this.#video.hidden;
  }

  /** @returns {boolean} whether there is sound */
  get isHeard() {
    return this.#player.srcObject !== null;
  }

  /**
   * @param {Peer} peer
   * @param {{ video: boolean, held: boolean }} call whether it is one with pictures, and whether it is on hold here
   * @param {HTMLElement} [voice] where else than in the tile the voice is to be seen
   */
  render(peer, { video, held }, voice) {
    this.#voice = voice;
    const { media, remoteStream } = peer;
    const watching = !held && !media.hold && (media.video || media.screen) && hasPicture(remoteStream);
    showPicture(this.#video, watching ? remoteStream : undefined);
    this.view.dataset.picture = String(watching);
    this.view.dataset.screen = String(watching && media.screen);
    this.view.dataset.state = peer.state;
    this.#hear(remoteStream);
    const waiting = media.hold ? "On hold" : waitingFor(peer);
    const line = element("tile-waiting", HTMLElement, this.view);
    line.hidden = waiting === undefined;
    line.dataset.waiting = waiting ?? "";
    setText(select(".tile__wait-text", HTMLElement, line), waiting ?? "");
    const isIn = peer.deviceId !== undefined && peer.state !== "left";
    show(element("tile-muted", SVGSVGElement, this.view), isIn && !media.audio);
    show(element("tile-camera-off", SVGSVGElement, this.view), isIn && video && !media.video && !media.screen);
    show(element("tile-screen", SVGSVGElement, this.view), isIn && media.screen);
    showQuality(element("tile-quality", HTMLElement, this.view), isIn ? peer.quality : undefined);
  }

  /** The person is gone, or the call is. */
  close() {
    this.#hear(undefined);
    showPicture(this.#video, undefined);
    this.view.remove();
  }

  /** @param {MediaStream | undefined} stream */
  #hear(stream) {
    const audible = stream && stream.getAudioTracks().length > 0 ? stream : undefined;
    if (this.#player.srcObject === (audible ?? null)) return;
    this.#stopVoice?.();
    this.#stopVoice = audible && followVoice(audible, (level) => this.#showVoice(level.toFixed(2)));
    this.#sound.attach(this.#player, audible);
    select(".bell-rings", HTMLElement, this.view).classList.toggle("bell-rings--voice", audible !== undefined);
  }

  /** @param {string} level */
  #showVoice(level) {
    this.view.style.setProperty("--level", level);
    this.#voice?.style.setProperty("--level", level);
  }
}

/**
 * @param {SVGSVGElement} sign
 * @param {boolean} shown
 */
function show(sign, shown) {
  sign.toggleAttribute("hidden", !shown);
}
