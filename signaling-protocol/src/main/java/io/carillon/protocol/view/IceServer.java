package io.carillon.protocol.view;

import java.util.List;

/** RTCIceServer of the W3C's WebRTC. Username and credential are null for STUN. */
public record IceServer(List<String> urls, String username, String credential) {
  public IceServer {
    urls = List.copyOf(urls);
  }
}
