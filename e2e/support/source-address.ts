import { createSocket } from "node:dgram";
import { once } from "node:events";

/** The IPv4 address of this machine from which it sends to that one, by its routes; nothing is sent. */
export async function sourceAddressTowards(address: string): Promise<string> {
  const socket = createSocket("udp4");
  try {
    // Any port: to connect a datagram socket only looks up the route.
    socket.connect(9, address);
    await once(socket, "connect");
    return socket.address().address;
  } finally {
    socket.close();
  }
}
