/** Tells the backends of apps what happens, from a queue in SQL that outlives any node. */
package io.carillon.call.webhook;
