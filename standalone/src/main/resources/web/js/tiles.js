// @ts-check
import { element, paintAvatar, select } from "./dom.js";
import { PeerTile } from "./peer-tile.js";
import { hasPicture, showPicture } from "./picture.js";
/** @import { ActiveCall, Call, OutgoingCall, Peer } from "/sdk/carillon.js" */
/** @import { Who } from "./call-stage.js" */
/** @import { Sound } from "./sound.js" */

/** @typedef {"solo" | "grid" | "featured"} Layout one person on the whole stage, all in a grid, or a shared screen with the others beside it */

/** The people of the call, and the own picture among them. */
export class Tiles {
  #view = element("tiles", HTMLElement);
  #self = element("self", HTMLElement);
  #local = element("local-video", HTMLVideoElement);
  #rings = element("call-rings", HTMLElement);
  /** @type {Map<Peer, PeerTile>} */
  #tiles = new Map();
  #sound;
  #who;

  /**
   * @param {object} given
   * @param {Sound} given.sound
   * @param {Who} given.who
   */
  constructor({ sound, who }) {
    this.#sound = sound;
    this.#who = who;
    paintAvatar(select("#self-avatar", HTMLElement), who.userOf(who.self));
  }

  /**
   * @param {Call | undefined} call
   * @returns {{ layout: Layout, picture: boolean }} how the people are laid out, and whether one fills the stage with a picture
   */
  render(call) {
    const active = call?.state === "active" ? call : undefined;
    const peers = active?.peers ?? [];
    this.#keep(peers);
    for (const peer of peers) this.#renderPeer(peer, /** @type {ActiveCall} */ (active), peers.length === 1);
    const layout =
      peers.length <= 1 ? "solo" : peers.some((peer) => this.#tiles.get(peer)?.view.dataset.screen === "true") ? "featured" : "grid";
    this.#renderSelf(call?.state === "outgoing" ? call : active, layout);
    const only = layout === "solo" ? [...this.#tiles.values()][0] : undefined;
    this.#rings.classList.toggle("bell-rings--voice", only?.isHeard === true);
    this.#view.dataset.count = String(peers.length + (layout === "solo" ? 0 : 1));
    return { layout, picture: only?.hasPicture === true };
  }

  /** @param {readonly Peer[]} peers */
  #keep(peers) {
    for (const [peer, tile] of this.#tiles) {
      if (peers.includes(peer)) continue;
      tile.close();
      this.#tiles.delete(peer);
    }
    for (const peer of peers) {
      if (this.#tiles.has(peer)) continue;
      const tile = new PeerTile(this.#who.userOf(peer.userId), this.#sound);
      this.#tiles.set(peer, tile);
      this.#self.before(tile.view);
    }
  }

  /**
   * @param {Peer} peer
   * @param {ActiveCall} call
   * @param {boolean} alone
   */
  #renderPeer(peer, call, alone) {
    const { media, localMedia } = call;
    this.#tiles.get(peer)?.render(peer, { video: media === "video", held: localMedia.hold }, alone ? this.#rings : undefined);
  }

  /**
   * @param {ActiveCall | OutgoingCall | undefined} call
   * @param {Layout} layout
   */
  #renderSelf(call, layout) {
    const screen = call?.state === "active" ? call.localScreen : undefined;
    const flags = call?.state === "active" ? call.localMedia : undefined;
    const own = screen ?? call?.localStream;
    const showing = flags?.hold !== true && hasPicture(own) && (flags === undefined || flags.video || flags.screen);
    showPicture(this.#local, showing ? own : undefined);
    this.#self.dataset.picture = String(showing);
    this.#self.dataset.screen = String(showing && screen !== undefined);
    this.#self.hidden = call === undefined || (layout === "solo" && !showing);
    element("self-muted", SVGSVGElement).toggleAttribute("hidden", flags?.audio !== false);
    element("self-screen", SVGSVGElement).toggleAttribute("hidden", flags?.screen !== true);
  }
}
