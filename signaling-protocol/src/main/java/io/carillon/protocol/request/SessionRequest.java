package io.carillon.protocol.request;

import io.carillon.protocol.Check;

/** What a client says about its own session; answered by the edge itself. */
public sealed interface SessionRequest extends Request {

  /** Signs in: the first request on a socket. */
  record Hello(String token, Device device, Resume resume) implements SessionRequest {
    public Hello {
      Check.present("token", token);
      Check.present("device", device);
    }
  }

  /**
   * The device that signs in.
   *
   * @param name for people, at most 128 characters, or null
   * @param platform such as {@code android}, at most 64 characters, or null
   */
  record Device(String id, String name, String platform) {
    public Device {
      Check.deviceId("device.id", id);
      Check.text("device.name", name, 128);
      Check.text("device.platform", platform, 64);
    }
  }

  /** The session that the client wants to go on with, and the last event that it has seen. */
  record Resume(String token, long lastSeq) {
    public Resume {
      Check.present("resume.token", token);
      Check.range("resume.lastSeq", lastSeq, 0, Long.MAX_VALUE);
    }
  }

  /** Asks for an {@code ok}. */
  record Ping() implements SessionRequest {}

  /** Releases the session at once. */
  record Bye() implements SessionRequest {}

  /** Renews the token without a reconnect. */
  record TokenRefresh(String token) implements SessionRequest {
    public TokenRefresh {
      Check.present("token", token);
    }
  }
}
