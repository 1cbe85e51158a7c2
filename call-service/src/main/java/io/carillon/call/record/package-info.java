/** What is kept of calls that are over, in SQL. The live path never waits for it. */
package io.carillon.call.record;
