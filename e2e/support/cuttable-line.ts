import type { BrowserContext, WebSocketRoute } from "playwright-core";

/** The WebSockets of one browser profile, on a line that can be cut and mended. */
export class CuttableLine {
  private readonly sockets = new Set<WebSocketRoute>();
  private isCut = false;

  async lay(context: BrowserContext): Promise<void> {
    await context.routeWebSocket(/\/v1\/ws/, (socket) => {
      if (this.isCut) {
        void socket.close({ code: 1001 });
        return;
      }
      this.sockets.add(socket);
      socket.connectToServer();
    });
  }

  /** Closes what is open, and refuses what comes. */
  async cut(): Promise<void> {
    this.isCut = true;
    await Promise.all([...this.sockets].map((socket) => socket.close({ code: 1001 })));
    this.sockets.clear();
  }

  mend(): void {
    this.isCut = false;
  }
}
