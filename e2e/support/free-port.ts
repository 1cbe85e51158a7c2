import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/** A port of the loopback address on which nobody listens now, neither by UDP nor by TCP. */
export async function freePort(): Promise<number> {
  for (;;) {
    const udp = createSocket("udp4").bind(0, "127.0.0.1");
    await once(udp, "listening");
    const { port } = udp.address();
    const isFree = await isFreeForTcp(port);
    udp.close();
    await once(udp, "close");
    if (isFree) return port;
  }
}

/** A TCP port of the loopback address that is taken until `close` is called. */
export async function busyPort(): Promise<{ port: number; close(): void }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

async function isFreeForTcp(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
