/** Servers in processes of their own, and what Linux and the JVM tell about them. */
package io.carillon.bench.process;
