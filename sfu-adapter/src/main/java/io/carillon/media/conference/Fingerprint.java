package io.carillon.media.conference;

import java.util.Objects;

/**
 * The hash of a certificate, and which side opens the DTLS connection (RFC 8842).
 *
 * @param hash its algorithm, {@code sha-256} for instance
 * @param value bytes in hexadecimal, separated by colons
 */
public record Fingerprint(String hash, String value, DtlsSetup setup) {
  public Fingerprint {
    Objects.requireNonNull(hash);
    Objects.requireNonNull(value);
    Objects.requireNonNull(setup);
  }
}
