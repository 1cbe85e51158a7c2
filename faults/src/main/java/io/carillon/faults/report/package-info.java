/** What a run comes to, for people. */
package io.carillon.faults.report;
