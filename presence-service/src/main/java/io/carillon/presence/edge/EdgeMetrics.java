package io.carillon.presence.edge;

import io.carillon.protocol.CloseCode;
import io.carillon.protocol.ErrorCode;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Every metric of the edge. Safe for use by several threads.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><th>name</th><th>labels</th><th>meaning</th></tr>
 * <tr><td>carillon_connections</td><td></td><td>open sockets</td></tr>
 * <tr><td>carillon_sessions</td><td>state: connected, waiting</td><td>sessions</td></tr>
 * <tr><td>carillon_hellos_total</td><td>result: ok, or an error code</td><td>hellos</td></tr>
 * <tr><td>carillon_hello_delays_total</td><td>result: waited, refused</td><td>hellos put off after
 * too many forged tokens</td></tr>
 * <tr><td>carillon_resumes_total</td><td>result: resumed, unknown</td><td>hellos that asked to
 * resume</td></tr>
 * <tr><td>carillon_requests_total</td><td>family: session, call, media, presence, push,
 * other</td><td>requests after hello</td></tr>
 * <tr><td>carillon_error_replies_total</td><td>code</td><td>error replies</td></tr>
 * <tr><td>carillon_closes_total</td><td>code, or silent, or unresponsive</td><td>sockets that the
 * server closed</td></tr>
 * <tr><td>carillon_frames_received_total</td><td></td><td>text frames from clients</td></tr>
 * <tr><td>carillon_frames_sent_total</td><td></td><td>text frames to clients</td></tr>
 * <tr><td>carillon_events_total</td><td></td><td>events given to sessions</td></tr>
 * <tr><td>carillon_events_outdated_total</td><td></td><td>events that told a session what it knew, or
 * less</td></tr>
 * <tr><td>carillon_events_replayed_total</td><td></td><td>events sent again after a
 * resume</td></tr>
 * <tr><td>carillon_repeated_requests_total</td><td></td><td>requests answered from memory</td></tr>
 * <tr><td>carillon_slow_readers_total</td><td></td><td>sockets closed since they did not read or
 * acknowledge</td></tr>
 * <tr><td>carillon_unacked_event_chars</td><td></td><td>characters of events that wait for an
 * ack</td></tr>
 * </table>
 */
public final class EdgeMetrics {
  private final Counter hellos;
  private final Counter helloDelays;
  private final Counter resumes;
  private final Counter closes;
  private final Map<ErrorCode, CounterDataPoint> errors = new EnumMap<>(ErrorCode.class);
  private final Map<RequestFamily, CounterDataPoint> requests = new EnumMap<>(RequestFamily.class);
  private final CounterDataPoint framesReceived;
  private final CounterDataPoint framesSent;
  private final CounterDataPoint events;
  private final CounterDataPoint eventsOutdated;
  private final CounterDataPoint eventsReplayed;
  private final CounterDataPoint repeatedRequests;
  private final CounterDataPoint slowReaders;
  private final LongAdder connections = new LongAdder();
  private final LongAdder connectedSessions = new LongAdder();
  private final LongAdder waitingSessions = new LongAdder();
  private final LongAdder unackedChars = new LongAdder();

  /** Registers them. */
  public EdgeMetrics(PrometheusRegistry registry) {
    hellos = counter(registry, "carillon_hellos", "Hellos by result", "result");
    helloDelays =
        counter(registry, "carillon_hello_delays", "Hellos put off after forged tokens", "result");
    resumes = counter(registry, "carillon_resumes", "Hellos that asked to resume", "result");
    closes = counter(registry, "carillon_closes", "Sockets that the server closed", "code");
    framesReceived = plain(registry, "carillon_frames_received", "Text frames from clients");
    framesSent = plain(registry, "carillon_frames_sent", "Text frames to clients");
    events = plain(registry, "carillon_events", "Events given to sessions");
    eventsOutdated =
        plain(
            registry, "carillon_events_outdated", "Events of which a session knew as much before");
    eventsReplayed = plain(registry, "carillon_events_replayed", "Events sent again on a resume");
    repeatedRequests =
        plain(registry, "carillon_repeated_requests", "Requests answered from memory");
    slowReaders =
        plain(registry, "carillon_slow_readers", "Sockets closed as they did not read or ack");
    Counter byCode = counter(registry, "carillon_error_replies", "Error replies by code", "code");
    for (ErrorCode code : ErrorCode.values()) {
      errors.put(code, byCode.labelValues(code.code()));
    }
    Counter byFamily =
        counter(registry, "carillon_requests", "Requests after hello by prefix", "family");
    for (RequestFamily family : RequestFamily.values()) {
      requests.put(family, byFamily.labelValues(family.label()));
    }
    gauges(registry);
  }

  private void gauges(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("carillon_connections")
        .help("Open sockets")
        .callback(callback -> callback.call((double) connections.sum()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("carillon_sessions")
        .help("Sessions, connected or waiting to be resumed")
        .labelNames("state")
        .callback(
            callback -> {
              callback.call((double) connectedSessions.sum(), "connected");
              callback.call((double) waitingSessions.sum(), "waiting");
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("carillon_unacked_event_chars")
        .help("Characters of events that wait for an ack")
        .callback(callback -> callback.call((double) unackedChars.sum()))
        .register(registry);
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String label) {
    return Counter.builder().name(name).help(help).labelNames(label).register(registry);
  }

  private static CounterDataPoint plain(PrometheusRegistry registry, String name, String help) {
    return Counter.builder().name(name).help(help).register(registry);
  }

  void socketOpened() {
    connections.increment();
  }

  void socketEnded() {
    connections.decrement();
  }

  /** A session got its socket, or lost it. */
  void connectedSessions(int change) {
    connectedSessions.add(change);
  }

  /** A session began to wait for a socket, or ceased to. */
  void waitingSessions(int change) {
    waitingSessions.add(change);
  }

  void unackedChars(long change) {
    unackedChars.add(change);
  }

  void helloOk() {
    hellos.labelValues("ok").inc();
  }

  void helloRefused(ErrorCode code) {
    hellos.labelValues(code.code()).inc();
    errorReplied(code);
  }

  /** A hello was put off, or could not wait for so long. */
  void helloDelayed(boolean waits) {
    helloDelays.labelValues(waits ? "waited" : "refused").inc();
  }

  void resumed(boolean found) {
    resumes.labelValues(found ? "resumed" : "unknown").inc();
  }

  void requested(RequestFamily family) {
    requests.get(family).inc();
  }

  void repeated() {
    repeatedRequests.inc();
  }

  void errorReplied(ErrorCode code) {
    errors.get(code).inc();
  }

  void closed(CloseCode code) {
    closes.labelValues(Integer.toString(code.code())).inc();
  }

  /** No sign of life came in answer to a ping. */
  void silent() {
    closes.labelValues("silent").inc();
  }

  /** The peer did not take part in the closing of the socket. */
  void unresponsive() {
    closes.labelValues("unresponsive").inc();
  }

  void frameReceived() {
    framesReceived.inc();
  }

  void frameSent() {
    framesSent.inc();
  }

  void event() {
    events.inc();
  }

  /** A session knew as much as an event tells. */
  void outdated() {
    eventsOutdated.inc();
  }

  void replayed(long count) {
    eventsReplayed.inc(count);
  }

  void slowReader() {
    slowReaders.inc();
  }
}
