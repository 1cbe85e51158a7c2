package io.carillon.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ProcFileTest {

  @Test
  void cpuTimeIsUserAndSystemWhateverTheProgramIsCalled() {
    String stat =
        "4711 (a (strange) name) S 1 4711 4711 0 -1 4194560 9000 0 3 0 1234 66 7 8 20 0 31 0 99 0";

    assertThat(ProcFile.processTicks(stat)).isEqualTo(1_300);
  }

  @Test
  void theMachineIsBusyWhenItIsNeitherIdleNorWaiting() {
    String stat = "cpu  100 2 30 9000 500 4 5 6 70 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";

    assertThat(ProcFile.machineBusyTicks(stat)).isEqualTo(100 + 2 + 30 + 4 + 5 + 6);
  }

  @Test
  void residentMemoryIsInBytes() {
    String status = "Name:\tjava\nVmHWM:\t   900 kB\nVmRSS:\t   800 kB\nThreads:\t31\n";

    assertThat(ProcFile.statusBytes(status, "VmRSS")).isEqualTo(800 * 1024);
    assertThatIllegalArgumentException().isThrownBy(() -> ProcFile.statusBytes(status, "VmSwap"));
  }

  @Test
  void theSoftLimitOfOpenFilesCounts() {
    String line =
        "Max open files            1024                 20000                files     \n";

    assertThat(ProcFile.openFilesLimit("Max processes  1 2 processes\n" + line)).isEqualTo(1_024);
    assertThat(ProcFile.openFilesLimit(line.replace("1024", "unlimited")))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void onlyASocketThatListensOnThePortIsTheListener() {
    String table =
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 111 1
           1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1
           2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1
        """;

    assertThat(ProcFile.listenerInode(table, 8080)).hasValue(222);
    assertThat(ProcFile.listenerInode(table, 80)).hasValue(333);
    assertThat(ProcFile.listenerInode(table, 81)).isEmpty();
  }
}
