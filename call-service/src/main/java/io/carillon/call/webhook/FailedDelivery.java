package io.carillon.call.webhook;

/**
 * A delivery that was given up.
 *
 * @param id names it to the receiver and to {@link FailedWebhooks#replay}
 * @param createdAt when it was queued, milliseconds since the epoch
 * @param failedAt when it was given up, milliseconds since the epoch
 * @param problem what was wrong the last time
 */
public record FailedDelivery(
    String id,
    String app,
    String type,
    long createdAt,
    long failedAt,
    int attempts,
    String problem) {}
