package io.carillon.protocol.view;

import io.carillon.protocol.EndReason;
import io.carillon.protocol.PartyState;

/**
 * One user's part in a call, as clients see it.
 *
 * @param deviceId null until a device of this user is in
 * @param instance counts up when the device changes or comes back without a resume
 * @param reason why the party left, null before
 * @param mayPublish what its token lets it send; null for everything
 * @param muted what the creator or an administrator keeps it from sending; null for nothing
 */
public record PartyView(
    String userId,
    String deviceId,
    int instance,
    PartyState state,
    EndReason reason,
    MediaFlags media,
    Tracks mayPublish,
    Tracks muted) {}
