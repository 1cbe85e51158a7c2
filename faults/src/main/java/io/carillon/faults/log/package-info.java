/** What the clients write down, for the checker to judge. */
package io.carillon.faults.log;
