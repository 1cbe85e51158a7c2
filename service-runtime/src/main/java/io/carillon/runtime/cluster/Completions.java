package io.carillon.runtime.cluster;

import com.hazelcast.internal.util.ConcurrencyUtil;
import com.hazelcast.spi.impl.operationexecutor.OperationHostileThread;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where Hazelcast completes an answer: on the thread that has it. Otherwise each goes through the
 * common pool, or a new thread where that pool is small, only to be handed to an event loop by
 * {@link Stage}. Answers of other nodes come on threads that may start no operation, which
 * Hazelcast's own chains do; those are completed by two threads of ours.
 */
final class Completions implements Executor {
  private static final int THREADS = 2;
  private static final Completions ALL = new Completions();

  private final Executor others =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("carillon-completions-", 0).factory());

  private Completions() {}

  /** Holds for every member in this process. */
  static void install() {
    ConcurrencyUtil.setDefaultAsyncExecutor(ALL);
  }

  @Override
  public void execute(Runnable completion) {
    if (Thread.currentThread() instanceof OperationHostileThread) {
      others.execute(completion);
    } else {
      completion.run();
    }
  }
}
