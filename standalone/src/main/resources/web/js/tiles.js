// @ts-check
import { element, paintAvatar, select, setText } from "./dom.js";
import { PeerTile } from "./peer-tile.js";
import { hasPicture, showPicture } from "./picture.js";
import { wishesFor } from "./reception.js";
import { Seats } from "./seats.js";
/** @import { ActiveCall, Call, OutgoingCall, Peer, ReceiveWishes } from "/sdk/carillon.js" */
/** @import { Who } from "./call-stage.js" */
/** @import { Hands } from "./hands.js" */
/** @import { Sound } from "./sound.js" */

/** @typedef {{ mute: (peer: Peer) => void, remove: (peer: Peer) => void }} Moderation what only the creator of a call may do */
/** @typedef {"solo" | "grid" | "featured"} Layout one person on the whole stage, all in a grid, or a shared screen with the others beside it */

/** More tiles than that are drawn smaller. */
const DENSE_FROM = 10;

/** The people of the call, and the own picture among them. */
export class Tiles {
  #view = element("tiles", HTMLElement);
  #self = element("self", HTMLElement);
  #local = element("local-video", HTMLVideoElement);
  #rings = element("call-rings", HTMLElement);
  /** @type {Map<Peer, PeerTile>} */
  #tiles = new Map();
  #seats = new Seats();
  #sound;
  #who;
  #hands;
  #moderation;

  /**
   * @param {object} given
   * @param {Sound} given.sound
   * @param {Who} given.who
   * @param {Hands} given.hands
   * @param {Moderation} given.moderation
   */
  constructor({ sound, who, hands, moderation }) {
    this.#sound = sound;
    this.#who = who;
    this.#hands = hands;
    this.#moderation = moderation;
    paintAvatar(select("#self-avatar", HTMLElement), who.userOf(who.self));
  }

  /** @param {readonly string[]} users who spoke, the latest first; none for another call */
  heard(users) {
    if (users.length === 0) this.#seats.clear();
    else this.#seats.heard(users);
  }

  /**
   * @param {Call | undefined} call
   * @returns {{ layout: Layout, picture: boolean, wishes: ReceiveWishes }} how the people are laid out, whether one fills the stage with
   *   a picture, and what is needed for it
   */
  render(call) {
    const active = call?.state === "active" ? call : undefined;
    const peers = active?.peers ?? [];
    this.#keep(peers);
    for (const peer of peers) this.#renderPeer(peer, /** @type {ActiveCall} */ (active), peers.length === 1);
    const sharers = peers.filter((peer) => this.#tiles.get(peer)?.view.dataset.screen === "true");
    const layout = peers.length <= 1 ? "solo" : sharers.length > 0 ? "featured" : "grid";
    const shown = this.#seat(peers, sharers);
    this.#renderSelf(call?.state === "outgoing" ? call : active, layout);
    const only = layout === "solo" ? [...this.#tiles.values()][0] : undefined;
    this.#rings.classList.toggle("bell-rings--voice", only?.isHeard === true);
    const count = shown.length + (layout === "solo" ? 0 : 1);
    this.#view.dataset.count = String(count);
    this.#view.dataset.dense = String(count >= DENSE_FROM);
    return { layout, picture: only?.hasPicture === true, wishes: wishesFor(shown, sharers.map(userIdOf)) };
  }

  /**
   * @param {readonly Peer[]} peers
   * @param {readonly Peer[]} sharers
   * @returns {string[]} whose tiles are shown
   */
  #seat(peers, sharers) {
    const seated = this.#seats.take(peers, sharers);
    for (const [peer, { view }] of this.#tiles) {
      view.hidden = !seated.has(peer);
      view.dataset.speaking = String(peer.userId === this.#seats.speaker);
    }
    const rest = element("tiles-rest", HTMLElement);
    rest.hidden = seated.size === peers.length;
    setText(rest, `and ${peers.length - seated.size} more`);
    return [...seated].map(userIdOf);
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
      const tile = new PeerTile(this.#who.userOf(peer.userId), this.#sound, {
        mute: () => this.#moderation.mute(peer),
        remove: () => this.#moderation.remove(peer),
      });
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
    const hand = this.#hands.isRaised(peer.userId);
    const mayModerate = call.group && call.direction === "outgoing";
    const about = { video: media === "video", held: localMedia.hold, hand, mayModerate };
    this.#tiles.get(peer)?.render(peer, about, alone ? this.#rings : undefined);
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
    element("self-hand", SVGSVGElement).toggleAttribute("hidden", flags === undefined || !this.#hands.own);
    element("self-screen", SVGSVGElement).toggleAttribute("hidden", flags?.screen !== true);
  }
}

/** @param {Peer} peer */
function userIdOf({ userId }) {
  return userId;
}
