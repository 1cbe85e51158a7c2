/** Calls in all phases between simulated users, by a plan that a seed makes again. */
package io.carillon.faults.load;
