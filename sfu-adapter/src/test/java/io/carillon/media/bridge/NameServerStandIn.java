package io.carillon.media.bridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every name with the addresses that a test says, over UDP on loopback (RFC 1035). */
final class NameServerStandIn {
  private static final int HEADER = 12;
  private static final int RESPONSE = 0x8180;
  private static final int SERVER_FAILURE = 0x8182;
  private static final int A = 1;
  private static final int AAAA = 28;

  private final DatagramSocket socket;
  private final AtomicInteger questions = new AtomicInteger();
  private volatile List<InetAddress> addresses = List.of();
  private volatile boolean failing;

  NameServerStandIn(Vertx vertx) {
    socket = vertx.createDatagramSocket();
  }

  /** Listens; the port. */
  Future<Integer> start() {
    return socket
        .handler(this::answer)
        .listen(0, "127.0.0.1")
        .map(listening -> listening.localAddress().port());
  }

  void know(InetAddress... now) {
    addresses = List.of(now);
  }

  void fail(boolean now) {
    failing = now;
  }

  int questions() {
    return questions.get();
  }

  private void answer(DatagramPacket packet) {
    questions.incrementAndGet();
    Buffer query = packet.data();
    int end = HEADER;
    while (query.getByte(end) != 0) {
      end += query.getByte(end) + 1;
    }
    int type = query.getUnsignedShort(end + 1);
    List<InetAddress> found =
        failing ? List.of() : addresses.stream().filter(one -> typeOf(one) == type).toList();
    Buffer answer =
        Buffer.buffer()
            .appendUnsignedShort(query.getUnsignedShort(0))
            .appendUnsignedShort(failing ? SERVER_FAILURE : RESPONSE)
            .appendUnsignedShort(1)
            .appendUnsignedShort(found.size())
            .appendInt(0)
            .appendBuffer(query, HEADER, end + 5 - HEADER);
    for (InetAddress address : found) {
      answer
          .appendUnsignedShort(0xC000 | HEADER)
          .appendUnsignedShort(type)
          .appendUnsignedShort(1)
          .appendInt(0)
          .appendUnsignedShort(address.getAddress().length)
          .appendBytes(address.getAddress());
    }
    socket.send(answer, packet.sender().port(), packet.sender().host());
  }

  private static int typeOf(InetAddress address) {
    return address instanceof Inet4Address ? A : AAAA;
  }
}
