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
   * @param {{ mute: () => void, remove: () => void }} actions
   */
  constructor(user, sound, { mute, remove }) {
    this.#sound = sound;
    this.view.dataset.testid = `tile-${user.userId}`;
    paintAvatar(select(".avatar", HTMLElement, this.view), user);
    setText(select(".tile__name", HTMLElement, this.view), user.name);
    this.#button("tile-mute", `Mute ${user.name}`, mute);
    this.#button("tile-remove", `Remove ${user.name} from the call`, remove);
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
   * @param {{ video: boolean, held: boolean, hand: boolean, mayModerate: boolean }} call whether it is one with pictures, whether it is on
   *   hold here, whether this person has raised a hand, and whether the user may mute and remove people
   * @param {HTMLElement} [voice] where else than in the tile the voice is to be seen
   */
  render(peer, { video, held, hand, mayModerate }, voice) {
    this.#voice = voice;
    const { media, remoteStream } = peer;
    // On a bridge a screen comes beside the camera, else in its place.
    const picture = (media.screen ? peer.screenStream : undefined) ?? remoteStream;
    const watching = !held && !media.hold && (media.video || media.screen) && hasPicture(picture);
    showPicture(this.#video, watching ? picture : undefined);
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
    show(element("tile-hand", SVGSVGElement, this.view), isIn && hand);
    element("tile-actions", HTMLElement, this.view).hidden = !mayModerate;
    element("tile-mute", HTMLButtonElement, this.view).hidden = !isIn || peer.muted.audio;
    showQuality(element("tile-quality", HTMLElement, this.view), isIn ? peer.quality : undefined);
  }

  /** The person is gone, or the call is. */
  close() {
    this.#hear(undefined);
    showPicture(this.#video, undefined);
    this.view.remove();
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {() => void} action
   */
  #button(name, label, action) {
    const button = element(name, HTMLButtonElement, this.view);
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", action);
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
