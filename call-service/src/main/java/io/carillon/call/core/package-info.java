/**
 * What a call is and how it changes, as values and pure functions. Neither Vert.x nor Hazelcast nor
 * a clock is known here: time and ids come with each command.
 */
package io.carillon.call.core;
