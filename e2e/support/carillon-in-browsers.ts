import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { startCarillon, type CarillonServer } from "./carillon-server.js";
import { startChromium } from "./chromium.js";
import { DemoPage } from "./demo-page.js";
import { useSmallCamera } from "./small-camera.js";

/** What runs beside the server, and what the server has to know of it. */
interface Neighbour {
  readonly settings: Record<string, string>;
  stop?(): Promise<void>;
}

interface WindowOptions {
  /** Added to the address, `&relay=1` for instance. */
  readonly query?: string;
  readonly context?: BrowserContextOptions;
  /** `small`, unless said otherwise: a machine that tests has more to do than to encode. */
  readonly camera?: "small" | "as it is";
  /** Prepares the browser profile before the page opens. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

/**
 * One server and one browser for the tests of a file, and the windows of each test. After each test all
 * users sign out, so that none has a call or a session left when the next begins.
 */
export class CarillonInBrowsers {
  private server: CarillonServer | undefined;
  private browser: Browser | undefined;
  private readonly pages: DemoPage[] = [];

  /** @param startNeighbour started before the server */
  static forThisFile(startNeighbour: () => Promise<Neighbour> = async () => ({ settings: {} })): CarillonInBrowsers {
    const carillon = new CarillonInBrowsers();
    let neighbour: Neighbour | undefined;
    beforeAll(async () => {
      neighbour = await startNeighbour();
      carillon.server = await startCarillon(neighbour.settings);
      carillon.browser = await startChromium();
    });
    afterEach(() => carillon.closeWindows());
    afterAll(async () => {
      await carillon.browser?.close();
      await carillon.server?.stop();
      await neighbour?.stop?.();
    });
    return carillon;
  }

  /** A window of a browser profile of its own, which may use camera and microphone unless `context` says otherwise. */
  async open(user: string, { query, context, camera = "small", prepare }: WindowOptions = {}): Promise<DemoPage> {
    const profile = await started(this.browser).newContext({ permissions: ["camera", "microphone"], ...context });
    if (camera === "small") await profile.addInitScript(useSmallCamera);
    await prepare?.(profile);
    return this.openIn(profile, user, query);
  }

  /** Another window of the same profile and user: a second device. */
  openSecond(first: DemoPage): Promise<DemoPage> {
    return this.openIn(first.page.context(), first.user);
  }

  /** What a browser does for "duplicate tab": the same address, with a copy of the session storage. */
  async openDuplicate(original: DemoPage): Promise<DemoPage> {
    const stored = await original.page.evaluate(() => ({ ...sessionStorage }));
    return this.openIn(original.page.context(), original.user, "", (page) =>
      page.page.addInitScript((entries) => Object.entries(entries).forEach(([key, value]) => sessionStorage.setItem(key, value)), stored),
    );
  }

  /** A window in which nobody has signed in yet. */
  async openBlank(path: string): Promise<DemoPage> {
    const page = await DemoPage.in(await started(this.browser).newContext(), "somebody");
    this.pages.push(page);
    await page.page.goto(this.url + path);
    return page;
  }

  private get url(): string {
    return started(this.server).url;
  }

  private async openIn(
    context: BrowserContext,
    user: string,
    query = "",
    prepare?: (page: DemoPage) => Promise<unknown>,
  ): Promise<DemoPage> {
    const page = await DemoPage.in(context, user);
    this.pages.push(page);
    await prepare?.(page);
    await page.open(`${this.url}/?user=${user}${query}`);
    return page;
  }

  private async closeWindows(): Promise<void> {
    const pages = this.pages.splice(0);
    const problems = pages.flatMap((page) => page.problems);
    await Promise.allSettled(pages.map((page) => page.signOut()));
    await Promise.all([...new Set(pages.map((page) => page.page.context()))].map((context) => context.close()));
    expect(problems, "uncaught errors and policy violations in the pages").toEqual([]);
  }
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("not started: tests run after beforeAll");
  return value;
}
