/**
 * Conformance suite of the wire protocol, version 1: one test for each row and rule of the protocol
 * page, over real WebSockets, written from the page alone. It shares no code with the server: JSON
 * is read as Jackson trees, tokens come from jose4j.
 *
 * <p>By default the suite starts the server in this process. With {@code CARILLON_TEST_URL} (such
 * as {@code http://localhost:8080}), {@code CARILLON_TEST_ADMIN_URL} and {@code
 * CARILLON_TEST_SECRET} set, it runs against the server named there; tests that need settings of
 * their own are then skipped and say so. {@code CARILLON_TEST_ADMIN_KEY}, when set, is sent to the
 * admin listener as bearer key.
 */
package io.carillon.conformance;
