/** Judges what the clients wrote down. Pure: nothing in here waits, asks or runs. */
package io.carillon.faults.check;
