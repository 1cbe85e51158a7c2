package io.carillon.standalone;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the process on the first SIGTERM or SIGINT, with all that is to be done before, and at once
 * on the second: the Java virtual machine itself takes no notice of a signal while it ends.
 */
final class EndSignals {
  private static final int SIGNALLED = 128;
  private static final AtomicBoolean ending = new AtomicBoolean();

  private EndSignals() {}

  /** Begins to listen; does nothing on a machine without these signals. */
  static void listen() {
    try {
      // There is no other way to these; a direct use does not compile without a warning.
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              EndSignals.class.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  end((int) signals.getMethod("getNumber").invoke(arguments[0]));
                }
                return null;
              });
      for (String name : new String[] {"TERM", "INT"}) {
        Object signal = signals.getConstructor(String.class).newInstance(name);
        signals.getMethod("handle", signals, handlers).invoke(null, signal, handler);
      }
    } catch (ReflectiveOperationException e) {
      System.err.println("carillon: a second signal will not end this process at once");
    }
  }

  private static void end(int signal) {
    int exitCode = SIGNALLED + signal;
    if (ending.compareAndSet(false, true)) {
      new Thread(() -> System.exit(exitCode), "end").start();
    } else {
      Runtime.getRuntime().halt(exitCode);
    }
  }
}
