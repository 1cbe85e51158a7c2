import type { BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Generous: a starved machine takes seconds for what is instant elsewhere. */
const PATIENCE_MS = 40_000;

declare global {
  // Filled by the script that runs before the page's own.
  var peerConnections: RTCPeerConnection[];
}

export type CallState = "calling" | "ringing" | "connecting" | "connected" | "reconnecting" | "ended";

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

  async call(user: string, media: "audio" | "video" = "video"): Promise<void> {
    await this.element(`call-${media}-${user}`).click();
  }

  async press(button: "answer" | "answer-audio" | "decline" | "hangup" | "cancel" | "mute" | "camera" | "close-call"): Promise<void> {
    await this.element(button).click();
  }

  /** Waits until an incoming call rings here. */
  async rings(): Promise<void> {
    await this.element("incoming").waitFor();
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

  async setStatus(status: "online" | "away" | "dnd" | "invisible", text: string): Promise<void> {
    await this.element("own-status").click();
    // The radio button itself is drawn by its label.
    await this.element(`status-${status}`).check({ force: true });
    await this.element("status-text").fill(text);
    await this.element("status-save").click();
  }

  /** The device id of this window. */
  async deviceId(): Promise<string | null> {
    return this.page.evaluate(() => sessionStorage.getItem("carillon.device"));
  }

  /** Waits until sound comes in. */
  async hearsSound(): Promise<void> {
    const received = (): Promise<number> => this.inbound("audio", "totalSamplesReceived");
    const before = await received();
    await expect.poll(received, { timeout: PATIENCE_MS, message: `sound at ${this.user}` }).toBeGreaterThan(before);
  }

  /** Waits until the remote picture moves: so many frames more are decoded than at the beginning of the wait. */
  async receivesPicture(frames = 5): Promise<void> {
    await this.element("remote-video").waitFor();
    const before = await this.framesDecoded();
    await expect.poll(() => this.framesDecoded(), { timeout: PATIENCE_MS, message: `framesDecoded of ${this.user}` }).toBeGreaterThan(before + frames);
  }

  /** Waits until the sender's bandwidth estimate has grown to the full picture, and the picture has settled. */
  async pictureIsSharp(): Promise<void> {
    const width = (): Promise<number> => this.element("remote-video").evaluate((video) => (video as HTMLVideoElement).videoWidth);
    await expect.poll(width, { timeout: PATIENCE_MS, message: `width of the picture at ${this.user}` }).toBeGreaterThanOrEqual(1280);
    await this.receivesPicture(150);
  }

  private framesDecoded(): Promise<number> {
    return this.inbound("video", "framesDecoded");
  }

  /** A counter of what the youngest peer connection receives. */
  private inbound(kind: "audio" | "video", counter: "framesDecoded" | "totalSamplesReceived"): Promise<number> {
    return this.page.evaluate(
      async ([kind, counter]) => {
        const report = await globalThis.peerConnections.at(-1)?.getStats();
        let sum = 0;
        report?.forEach((entry: RTCInboundRtpStreamStats) => {
          if (entry.type === "inbound-rtp" && entry.kind === kind) sum += entry[counter] ?? 0;
        });
        return sum;
      },
      [kind, counter] as const,
    );
  }

  /** The kinds (`host`, `srflx`, `prflx`, `relay`) of the two ends of the path that media takes. */
  async pathKinds(): Promise<{ local: string | undefined; remote: string | undefined }> {
    return this.page.evaluate(async () => {
      const entries = new Map<string, Record<string, string>>();
      const report = await globalThis.peerConnections.at(-1)?.getStats();
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
