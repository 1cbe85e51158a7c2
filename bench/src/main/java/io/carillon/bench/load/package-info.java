/**
 * Callers and callees over real WebSockets: what they send, when, and how long the other side waits
 * for it.
 */
package io.carillon.bench.load;
