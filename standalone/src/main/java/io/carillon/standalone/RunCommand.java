package io.carillon.standalone;

import io.carillon.runtime.config.Settings;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs services, and the demo page, until the process is told to end. */
@Command(
    name = "run",
    description = "Runs all four services and the demo page in one process, or some of them.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final String LOOPBACK = "127.0.0.1";

  @Mixin private SettingsOptions options;

  @Option(names = "--port", description = "of the public listener (default: 8080)")
  private Integer port;

  @Option(names = "--admin-port", description = "of metrics and health (default: 8081)")
  private Integer adminPort;

  @Option(
      names = "--host",
      description = "the address to listen on (default: 127.0.0.1 with the demo, else all)")
  private String host;

  @Option(
      names = "--demo",
      negatable = true,
      fallbackValue = "true",
      description = "with or without the demo page, where anyone may sign in (default: with)")
  private Boolean demo;

  @Option(
      names = "--services",
      paramLabel = "NAMES",
      description = "of presence, call, sfu and push, with commas between them (default: all)")
  private String services;

  @Override
  public Integer call() throws InterruptedException {
    options.override("carillon.port", port);
    options.override("carillon.admin-port", adminPort);
    options.override("carillon.host", host);
    options.override("carillon.demo", demo);
    options.override("carillon.services", services);
    Settings settings = options.settings();
    boolean withDemo =
        settings.flag("carillon.demo", true)
            && ServiceName.chosen(settings).contains(ServiceName.PRESENCE);
    if (withDemo && settings.optional("carillon.host").isEmpty()) {
      settings = settings.and("carillon.host", LOOPBACK, "demo page");
    } else if (withDemo && !settings.text("carillon.host", LOOPBACK).equals(LOOPBACK)) {
      System.err.println(
          "carillon: with the demo page anyone who reaches this host may sign in as its people;"
              + " --no-demo switches it off");
    }
    Carillon carillon = Carillon.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(carillon::close, "drain"));
    EndSignals.listen();
    if (carillon.port() > 0) {
      Announcement.ready("http://localhost:" + carillon.port(), withDemo);
    } else {
      Announcement.ready("http://localhost:" + carillon.adminPort() + "/readyz", false);
    }
    new CountDownLatch(1).await();
    return 0;
  }
}
