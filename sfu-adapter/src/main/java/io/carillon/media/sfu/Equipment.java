package io.carillon.media.sfu;

import io.carillon.media.bridge.BridgePool;
import io.carillon.media.colibri.BridgeChannels;
import io.carillon.media.conference.ConferenceMedia;
import io.carillon.runtime.cluster.LiveNodes;
import io.carillon.runtime.media.ConferenceStore;
import io.carillon.runtime.session.SessionDelivery;
import io.vertx.core.Vertx;

/**
 * What conferences work with.
 *
 * @param maxHeight px, of the pictures that a client gets that has not said what it wants
 */
record Equipment(
    Vertx vertx,
    BridgePool pool,
    BridgeChannels channels,
    LiveNodes nodes,
    SessionDelivery delivery,
    ConferenceStore store,
    Losses losses,
    ConferenceMedia media,
    int maxHeight,
    SfuMetrics metrics) {}
