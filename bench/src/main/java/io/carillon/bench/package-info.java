/**
 * Holds Carillon against a bare relay under the same load. It speaks the wire protocol by itself
 * and uses no code of the services.
 */
package io.carillon.bench;
