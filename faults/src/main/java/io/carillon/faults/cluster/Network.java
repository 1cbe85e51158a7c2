package io.carillon.faults.cluster;

import java.io.IOException;
import java.util.List;

/** How the nodes reach each other and the clients reach the nodes. */
interface Network extends AutoCloseable {

  /** Makes a place for a node. */
  void add(String node) throws IOException;

  /** The address at which other nodes reach that one. */
  String clusterHost(String node);

  /** The address at which clients, administrators and the database's users meet. */
  String publicHost(String node);

  /** The address at which the nodes reach the process of the load. */
  String loadHost();

  /** What stands before the command that starts the node. */
  List<String> commandPrefix(String node);

  /** Lets nothing through any more between that node and the others. */
  void cut(String node) throws IOException;

  /** Undoes the cut. */
  void heal(String node) throws IOException;

  @Override
  void close();
}
