/** A whole cluster of local processes behind one address, to watch what happens to calls. */
package io.carillon.standalone.cluster;
