package io.carillon.protocol.view;

/** What a party sends at the moment. */
public record MediaFlags(boolean audio, boolean video, boolean screen, boolean hold) {}
