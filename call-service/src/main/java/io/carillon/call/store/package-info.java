/**
 * Calls and lines as they stand in shared maps, and the steps that change them there. All stored
 * forms are Compact with type names of their own, so that nodes of two versions can live together.
 */
package io.carillon.call.store;
