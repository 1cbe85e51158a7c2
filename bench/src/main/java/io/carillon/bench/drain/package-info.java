/** Measures how soon the clients of an edge that is drained are on another one. */
package io.carillon.bench.drain;
