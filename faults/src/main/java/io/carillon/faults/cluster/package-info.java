/** Nodes as processes of this machine, and what can be done to them. */
package io.carillon.faults.cluster;
