package io.carillon.standalone;

import io.carillon.runtime.config.Settings;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs all four services and the demo page until the process is told to end. */
@Command(
    name = "run",
    description = "Runs all four services and the demo page in one process.",
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

  @Override
  public Integer call() throws InterruptedException {
    options.override("carillon.port", port);
    options.override("carillon.admin-port", adminPort);
    options.override("carillon.host", host);
    options.override("carillon.demo", demo);
    Settings settings = options.settings();
    boolean withDemo = settings.flag("carillon.demo", true);
    if (withDemo && settings.optional("carillon.host").isEmpty()) {
      settings = settings.and("carillon.host", LOOPBACK, "demo page");
    } else if (withDemo && !settings.text("carillon.host", LOOPBACK).equals(LOOPBACK)) {
      System.err.println(
          "carillon: with the demo page anyone who reaches this host may sign in as its people;"
              + " --no-demo switches it off");
    }
    Carillon carillon = Carillon.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(carillon::close, "drain"));
    announce("http://localhost:" + carillon.port(), withDemo);
    new CountDownLatch(1).await();
    return 0;
  }

  private static void announce(String address, boolean withDemo) {
    System.out.println("ready " + address);
    if (withDemo) {
      DemoUser.ALL.stream()
          .limit(2)
          .forEach(
              user ->
                  System.out.println(
                      "  " + user.name() + ": " + address + "/?user=" + user.userId()));
    }
    System.out.flush();
  }
}
