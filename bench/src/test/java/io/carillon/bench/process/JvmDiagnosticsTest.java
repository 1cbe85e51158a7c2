package io.carillon.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class JvmDiagnosticsTest {

  @Test
  void theHeapOfG1IsReadInTheFormsOfOldAndNewJvms() {
    String metaspace =
        "\n Metaspace       used 7000K, committed 7168K, reserved 1114112K"
            + "\n  class space    used 600K, committed 704K, reserved 1048576K\n";

    assertThat(
            JvmDiagnostics.usedHeapBytes(
                "17:\n garbage-first heap   total 524288K, used 5512K [0x00000000e0000000)\n"
                    + "  region size 1024K, 6 young (6144K), 0 survivors (0K)"
                    + metaspace))
        .isEqualTo(5_512 * 1024);
    assertThat(
            JvmDiagnostics.usedHeapBytes(
                "17:\n garbage-first heap   total reserved 6160384K, committed 393216K, used 4567K"
                    + " [0x0000000688000000, 0x0000000800000000)"
                    + metaspace))
        .isEqualTo(4_567 * 1024);
  }

  @Test
  void generationsAreAddedUp() {
    String info =
        """
        17:
         def new generation   total 9216K, used 1024K [0x00000000fec00000)
          eden space 8192K,  10% used [0x00000000fec00000)
         tenured generation   total 10240K, used 2M [0x00000000ff600000)
         Metaspace       used 7000K, committed 7168K, reserved 1114112K
        """;

    assertThat(JvmDiagnostics.usedHeapBytes(info)).isEqualTo(3 * 1024 * 1024);
  }

  @Test
  void anAnswerWithoutAHeapIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JvmDiagnostics.usedHeapBytes("17:\nCommand not supported"));
  }

  @Test
  void onlyFlagsOfTheHeapAreCompared() {
    String flags =
        "17:\n-XX:CICompilerCount=2 -XX:+UseG1GC -XX:MaxHeapSize=1073741824"
            + " -XX:MinHeapFreeRatio=5 -XX:OnOutOfMemoryError=x -XX:G1HeapRegionSize=1048576\n";

    assertThat(JvmDiagnostics.heapFlags(flags))
        .containsExactly("-XX:+UseG1GC", "-XX:MaxHeapSize=1073741824", "-XX:MinHeapFreeRatio=5");
  }
}
