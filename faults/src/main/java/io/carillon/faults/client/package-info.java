/** A client as a good SDK makes one: it loses sockets and nothing else. */
package io.carillon.faults.client;
