/**
 * Jitsi Videobridge as the adapter drives it: conferences by colibri2 over the bridge's private
 * HTTP interface, health and load, and the channel of each endpoint. Knows nothing of calls.
 *
 * <p>What the bridge accepts and answers was read in jitsi-xmpp-extensions ({@code
 * Colibri2JSONSerializer}) and jitsi-videobridge ({@code Colibri2ConferenceHandler}, {@code
 * BridgeChannelMessage}), and seen on version 2.3.
 */
package io.carillon.media.colibri;
