package io.carillon.protocol.contract;

/**
 * What became of a delivery.
 *
 * @param delivered whether the session has the event: written to its socket, or kept until it
 *     resumes
 */
public record DeliveryOutcome(boolean delivered) {}
