package io.carillon.bench.report;

import io.carillon.bench.load.Measurement;

/**
 * One phase of one round.
 *
 * @param round counted from 1
 */
public record PhaseResult(int round, Subject subject, Phase phase, Measurement measurement) {}
