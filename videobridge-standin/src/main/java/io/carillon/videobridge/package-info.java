/**
 * Stands in for Jitsi Videobridge in tests: see {@link io.carillon.videobridge.VideobridgeStandIn}.
 */
package io.carillon.videobridge;
