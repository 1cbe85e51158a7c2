import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

// The binary itself: the distributions' wrapper scripts add flags of their own.
const places = ["/usr/lib/chromium/chromium", "/usr/lib64/chromium-browser/chromium-browser", "/opt/google/chrome/chrome"];

/** A headless Chromium with a fake camera and microphone; its profiles say which of them their pages may use. */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env.CARILLON_CHROMIUM ?? places.find((path) => existsSync(path));
  if (!executablePath) throw new Error(`no Chromium at ${places.join(", ")}: install it, or set CARILLON_CHROMIUM`);
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // The second of these cameras takes depth pictures, which no call carries: one changes from the first to the third.
      "--use-fake-device-for-media-stream=device-count=3",
      "--allow-loopback-in-peer-connection",
    ],
  });
}
