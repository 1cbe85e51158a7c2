/**
 * What a participant of a conference on a videobridge is offered, and what its answer says: the
 * translation between colibri2's sources and transports and the SDP of a JSEP client (RFC 9429).
 * Pure: no Vert.x, no network, no clock. {@link io.carillon.media.conference.OfferPlan} is where to
 * begin.
 */
package io.carillon.media.conference;
