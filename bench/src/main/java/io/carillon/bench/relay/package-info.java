/** The yardstick: the least that a WebSocket server for calls can be. */
package io.carillon.bench.relay;
