/** From measurements to medians, ratios, a table and a file. */
package io.carillon.bench.report;
