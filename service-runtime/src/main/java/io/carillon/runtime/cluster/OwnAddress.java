package io.carillon.runtime.cluster;

import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.spi.MemberAddressProvider;
import java.net.InetSocketAddress;

/**
 * The one address at which a member listens and is known; the port is that of its configuration.
 */
record OwnAddress(String host) implements MemberAddressProvider {
  private static final int AS_CONFIGURED = 0;

  @Override
  public InetSocketAddress getBindAddress() {
    return new InetSocketAddress(host, AS_CONFIGURED);
  }

  @Override
  public InetSocketAddress getBindAddress(EndpointQualifier qualifier) {
    return getBindAddress();
  }

  @Override
  public InetSocketAddress getPublicAddress() {
    return getBindAddress();
  }

  @Override
  public InetSocketAddress getPublicAddress(EndpointQualifier qualifier) {
    return getBindAddress();
  }
}
