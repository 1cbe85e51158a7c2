import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startChromium } from "../support/chromium.js";
import { ConferenceClients, type Sending } from "../support/conference-clients.js";
import { type Command, type Offer, OfferConversation, type Source } from "../support/offer-conversation.js";

/** Ids with all that ids may have, and the longest. */
const USERS = ["alice@example.org", "bob", "carol:2", "dave_-.", "e".repeat(128)];
const STEPS = 60;

let browser: Browser;

beforeAll(async () => {
  await OfferConversation.build();
  browser = await startChromium();
});

afterAll(() => browser?.close());

test.each([[["VP8"]], [["VP9", "AV1", "H264", "VP8"]]])(
  "a browser takes every offer, whoever comes, goes or shows something (%s)",
  async (codecs) => {
    const context = await browser.newContext();
    const conversation = await OfferConversation.start(codecs);
    try {
      const conference = new Conference(conversation, await ConferenceClients.in(await context.newPage()));
      const draw = lots(4711);
      for (let step = 0; step < STEPS; step++) await conference.step(draw);
      expect(conference.offers).toBeGreaterThan(STEPS);
      expect(conference.recycled).toBeGreaterThan(0);
    } finally {
      await conversation.stop();
      await context.close();
    }
  },
  240_000,
);

/** A conference of several clients, all in one browser. */
class Conference {
  offers = 0;
  /** How many m-lines were given to another source. */
  recycled = 0;
  private readonly present = new Map<string, Sending>();
  private readonly mids = new Map<string, string[]>();
  private due: Offer[] = [];
  private sources: readonly Source[] = [];

  constructor(
    private readonly conversation: OfferConversation,
    private readonly clients: ConferenceClients,
  ) {}

  /** Lets some things happen at once, and sees that each client then receives what the others send. */
  async step(draw: (choices: number) => number): Promise<void> {
    for (let changes = draw(4); changes >= 0; changes--) await this.change(USERS[draw(USERS.length)] ?? "", draw);
    for (let offer = this.due.shift(); offer !== undefined; offer = this.due.shift()) await this.answer(offer);
    for (const user of this.present.keys()) await this.check(user);
  }

  private async change(user: string, draw: (choices: number) => number): Promise<void> {
    const sending = this.present.get(user);
    if (sending === undefined) {
      this.present.set(user, { camera: false, screen: false });
      await this.tell({ do: "join", user });
    } else if (draw(5) === 0) {
      this.present.delete(user);
      this.mids.delete(user);
      this.due = this.due.filter(({ to }) => to !== user);
      await this.clients.leave(user);
      await this.tell({ do: "leave", user });
    } else {
      const { camera, screen } = sending;
      const now = draw(2) === 0 ? { camera: !camera, screen } : { camera, screen: !screen };
      this.present.set(user, now);
      await this.tell({ do: "say", user, video: now.camera, screen: now.screen });
    }
  }

  private async tell(command: Command): Promise<void> {
    const { offers, sources } = await this.conversation.tell(command);
    this.due.push(...offers);
    this.sources = sources;
  }

  private async answer(offer: Offer): Promise<void> {
    this.offers++;
    this.see(offer);
    const sending = this.present.get(offer.to);
    if (sending === undefined) throw new Error(`an offer for ${offer.to}, who is not there`);
    const sdp = await this.clients.answer(offer.to, offer.sdp, sending);
    expect(rejected(sdp), "lines that the browser rejects").toEqual(rejected(offer.sdp));
    await this.tell({ do: "answer", user: offer.to, sdp });
  }

  private see({ to, sdp }: Offer): void {
    const mids = [...sdp.matchAll(/^a=mid:(\S+)/gm)].map((match) => match[1] ?? "");
    const before = this.mids.get(to) ?? [];
    this.recycled += before.filter((mid, index) => mid !== mids[index]).length;
    this.mids.set(to, mids);
  }

  private async check(user: string): Promise<void> {
    const received = await this.clients.received(user);
    const expected = this.sources
      .filter((source) => source.user !== user)
      .map(({ user, device, kind, screen }) => `${kind} ${user}/${device}${screen ? "/screen" : ""}`);
    expect(received.map(({ kind, streams }) => `${kind} ${streams.map(decodeURIComponent).join()}`).sort()).toEqual(expected.sort());
  }
}

function rejected(sdp: string): number[] {
  return [...sdp.matchAll(/^m=\S+ (\d+)/gm)].flatMap((match, index) => (match[1] === "0" ? [index] : []));
}

/** Draws the same lots each time (mulberry32). */
function lots(seed: number): (choices: number) => number {
  let state = seed;
  return (choices) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % choices;
  };
}
