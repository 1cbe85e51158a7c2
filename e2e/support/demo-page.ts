import type { BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Generous: a starved machine takes seconds for what is instant elsewhere. */
const PATIENCE_MS = 40_000;
/** The first conference of a cold bridge takes tens of seconds on a starved machine. */
const BRIDGE_PATIENCE_MS = 120_000;
/** The stream in the offers of bridges that has their own tracks. */
const BRIDGES_STREAM = "mixedmslabel";

declare global {
  // Filled by the script that runs before the page's own.
  var peerConnections: RTCPeerConnection[];
}

export type CallState = "calling" | "ringing" | "connecting" | "connected" | "reconnecting" | "held" | "alone" | "ended";

type Media = "audio" | "video";

/** Buttons that are pressed by their name. */
type Button =
  | "answer"
  | "answer-audio"
  | "answer-hold"
  | "answer-end"
  | "decline"
  | "hangup"
  | "cancel"
  | "mute"
  | "camera"
  | "screen"
  | "resume"
  | "swap"
  | "hangup-held"
  | "call-again"
  | "join-again"
  | "close-call"
  | "tab-people"
  | "tab-recent";

/** Entries of the menu of a call. */
type MenuEntry = "hold" | "raise-hand" | "add-people" | "end-everyone" | `move-to-${string}`;

/** One window of the demo page, signed in as a user. */
export class DemoPage {
  /** Uncaught errors of the page, and what its content security policy forbade. */
  readonly problems: string[] = [];

  private constructor(
    readonly page: Page,
    readonly user: string,
  ) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => this.problems.push(`${user}: ${error.message}`));
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) this.problems.push(`${user}: ${message.text()}`);
    });
  }

  static async in(context: BrowserContext, user: string): Promise<DemoPage> {
    const page = await context.newPage();
    await page.addInitScript(rememberPeerConnections);
    return new DemoPage(page, user);
  }

  /** Opens the address, and waits until the page is connected to the server. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.bannerSays("connected");
  }

  /** Leaves the call, if there is one, and the server at once. */
  async signOut(): Promise<void> {
    if (!(await this.element("app").isVisible())) return;
    // Not a click of the mouse: the call may cover the button.
    await this.element("sign-out").dispatchEvent("click");
    await this.element("sign-in").waitFor({ timeout: 10_000 });
  }

  element(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** The person's picture in a group call, with their name and signs. */
  tile(user: string): Locator {
    return this.element(`tile-${user}`);
  }

  async call(user: string, media: Media = "video"): Promise<void> {
    await this.element(`call-${media}-${user}`).click();
  }

  /** Presses the button at that moment of the machine's clock, milliseconds since 1970. */
  async callAt(moment: number, user: string, media: Media): Promise<void> {
    await this.element(`call-${media}-${user}`).evaluate(
      (button, moment) =>
        new Promise<void>((resolve) => setTimeout(() => resolve((button as HTMLButtonElement).click()), moment - Date.now())),
      moment,
    );
  }

  async callSeveral(users: readonly string[], media: Media = "video"): Promise<void> {
    await this.element("group-call").click();
    for (const user of users) await this.element(`pick-${user}`).check();
    await this.element(`picker-${media}`).click();
  }

  /** Rings somebody into the call that one is in. */
  async add(user: string): Promise<void> {
    await this.choose("add-people");
    await this.element(`pick-${user}`).check();
    await this.element("picker-add").click();
  }

  async joinRoom(name: string): Promise<void> {
    await this.element("room-name").fill(name);
    await this.page.keyboard.press("Enter");
  }

  async press(button: Button): Promise<void> {
    await this.element(button).click();
  }

  /** Opens the menu of the call and takes an entry. */
  async choose(entry: MenuEntry): Promise<void> {
    await this.element("more").click();
    await this.element(entry).click();
  }

  /** Waits until an incoming call rings here. */
  async rings(): Promise<void> {
    await this.element("incoming").waitFor();
  }

  /** Waits until a call rings here, and takes it. */
  async answers(): Promise<void> {
    await this.rings();
    await this.press("answer");
  }

  async ringsNoLonger(): Promise<void> {
    await this.element("incoming").waitFor({ state: "hidden" });
  }

  async bannerSays(state: "connected" | "reconnecting" | "offline" | "replaced"): Promise<void> {
    await this.page.locator(`[data-testid="connection"][data-state="${state}"]`).waitFor({ state: "attached" });
  }

  async callIs(state: CallState): Promise<void> {
    await this.page.locator(`[data-testid="call-state"][data-state="${state}"]`).waitFor({ state: "attached" });
  }

  /** Waits for the end of the call, and gives the words that say why. */
  async endsBecause(): Promise<string> {
    await this.element("ended-reason").waitFor();
    return this.element("ended-reason").innerText();
  }

  /** Waits until another user is seen in this presence. */
  async sees(user: string, presence: string): Promise<void> {
    await this.page.locator(`[data-testid="person-${user}"][data-presence="${presence}"]`).waitFor();
  }

  async focusIsOn(testId: string): Promise<void> {
    await this.page.locator(`[data-testid="${testId}"]:focus`).waitFor();
  }

  /** @param minutes when the status ends; without it never */
  async setStatus(status: "online" | "away" | "dnd" | "invisible", text: string, minutes?: string): Promise<void> {
    await this.element("own-status").click();
    // The radio button itself is drawn by its label.
    await this.element(`status-${status}`).check({ force: true });
    if (minutes !== undefined) await this.element("status-until").selectOption(minutes);
    await this.element("status-text").fill(text);
    await this.element("status-save").click();
  }

  /** Rings also while in a call from now on. */
  async takeSecondCalls(): Promise<void> {
    await this.element("own-status").click();
    await this.element("call-waiting").check();
    await this.element("status-save").click();
  }

  /** Waits until the badge shows so many missed calls, or none. */
  async missedCountIs(count: string | undefined): Promise<void> {
    const badge = this.element("missed-count");
    if (count === undefined) await badge.waitFor({ state: "hidden" });
    else await badge.getByText(count, { exact: true }).waitFor();
  }

  /** The device id of this window. */
  async deviceId(): Promise<string | null> {
    return this.page.evaluate(() => sessionStorage.getItem("carillon.device"));
  }

  /** Waits until sound comes in. */
  async hearsSound(): Promise<void> {
    await this.growth(() => this.received(this.element("remote-audio"), "totalSamplesReceived"), 0, "sound");
  }

  /** Waits until the remote picture moves: so many frames more are decoded than at the beginning of the wait. */
  async receivesPicture(frames = 5): Promise<void> {
    await this.seesMoving(this.element("remote-video"), frames, "the picture");
  }

  /** The same for one of several people. */
  async receivesPictureFrom(user: string, frames = 5): Promise<void> {
    await this.seesMoving(this.tile(user).getByTestId("remote-video"), frames, `${user}'s picture`);
  }

  /** Waits until the sender's bandwidth estimate has grown to the full picture, and the picture has settled. */
  async pictureIsSharp(): Promise<void> {
    const width = (): Promise<number> => this.element("remote-video").evaluate((video) => (video as HTMLVideoElement).videoWidth);
    await expect.poll(width, { timeout: PATIENCE_MS, message: `width of the picture at ${this.user}` }).toBeGreaterThanOrEqual(1280);
    await this.receivesPicture(150);
  }

  private async seesMoving(video: Locator, frames: number, what: string): Promise<void> {
    await video.waitFor();
    await this.growth(() => this.received(video, "framesDecoded"), frames, what);
  }

  private async growth(counter: () => Promise<number>, by: number, what: string): Promise<void> {
    const before = await counter();
    await expect.poll(counter, { timeout: PATIENCE_MS, message: `${what} at ${this.user}` }).toBeGreaterThan(before + by);
  }

  /** A counter of what a player's tracks have received, by the statistics of their peer connection. */
  private received(player: Locator, counter: "framesDecoded" | "totalSamplesReceived"): Promise<number> {
    return player.evaluate(async (element, counter) => {
      const tracks = ((element as HTMLMediaElement).srcObject as MediaStream | null)?.getTracks() ?? [];
      const receivers = globalThis.peerConnections.flatMap((connection) => connection.getReceivers());
      let sum = 0;
      for (const receiver of receivers.filter(({ track }) => tracks.includes(track))) {
        (await receiver.getStats()).forEach((entry: RTCInboundRtpStreamStats) => {
          if (entry.type === "inbound-rtp") sum += entry[counter] ?? 0;
        });
      }
      return sum;
    }, counter);
  }

  /** Waits until the bridge carries everything, and no direct connection is left. */
  async isOnBridgeAlone(): Promise<void> {
    const paths = (): Promise<string[]> =>
      this.page.evaluate((bridgesStream) => {
        const open = globalThis.peerConnections.filter(({ connectionState }) => connectionState !== "closed");
        return open.map(({ connectionState, remoteDescription }) =>
          remoteDescription?.sdp.includes(bridgesStream) ? `bridge ${connectionState}` : `direct ${connectionState}`,
        );
      }, BRIDGES_STREAM);
    await expect.poll(paths, { timeout: BRIDGE_PATIENCE_MS, message: `connections of ${this.user}` }).toEqual(["bridge connected"]);
  }

  /** The session id of the connection to the bridge that was made last: another one for each connection. */
  bridgeSession(): Promise<string | undefined> {
    return this.page.evaluate((bridgesStream) => {
      const offers = globalThis.peerConnections.map(({ remoteDescription }) => remoteDescription?.sdp ?? "");
      return /^o=\S+ (\S+)/m.exec(offers.findLast((sdp) => sdp.includes(bridgesStream)) ?? "")?.[1];
    }, BRIDGES_STREAM);
  }

  /** The kinds (`host`, `srflx`, `prflx`, `relay`) of the two ends of the path of the connection made last, of those open. */
  async pathKinds(): Promise<{ local: string | undefined; remote: string | undefined }> {
    return this.page.evaluate(async () => {
      const entries = new Map<string, Record<string, string>>();
      const open = globalThis.peerConnections.filter(({ connectionState }) => connectionState !== "closed");
      const report = await open.at(-1)?.getStats();
      report?.forEach((entry: Record<string, string>, id: string) => entries.set(id, entry));
      const transport = [...entries.values()].find((entry) => entry.type === "transport");
      const pair = entries.get(transport?.selectedCandidatePairId ?? "");
      return {
        local: entries.get(pair?.localCandidateId ?? "")?.candidateType,
        remote: entries.get(pair?.remoteCandidateId ?? "")?.candidateType,
      };
    });
  }
}

/** Runs in the page, before its own scripts. */
function rememberPeerConnections(): void {
  globalThis.peerConnections = [];
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      globalThis.peerConnections.push(this);
    }
  };
}
