/**
 * Runs a cluster on this machine under a load of calls, hurts one node after the other, and proves
 * from what the clients wrote down that nothing acknowledged was lost. The load speaks the wire
 * protocol by itself and uses no code of the services.
 */
package io.carillon.faults;
