package io.carillon.call.webhook;

/**
 * A delivery that this node is to make now.
 *
 * @param attempt counts from 1
 * @param lease in whose name it is this node's
 * @param leaseEndsAt when others may take it, milliseconds since the epoch
 */
record Delivery(
    String id, String app, String payload, int attempt, String lease, long leaseEndsAt) {}
