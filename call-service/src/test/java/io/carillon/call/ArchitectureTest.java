package io.carillon.call;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.carillon.call");

  @Test
  void theCoreKnowsNeitherVertxNorHazelcastNorTheClock() {
    noClasses()
        .that()
        .resideInAPackage("io.carillon.call.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..",
            "com.hazelcast..",
            "java.time..",
            "java.util.concurrent..",
            "io.carillon.runtime..",
            "io.carillon.call",
            "io.carillon.call.store..",
            "io.carillon.call.record..")
        .check(CLASSES);
  }

  @Test
  void nothingDrawsLotsOrReadsTheClockInTheCore() {
    noClasses()
        .that()
        .resideInAPackage("io.carillon.call.core..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Random.class, UUID.class)
        .check(CLASSES);
  }

  @Test
  void theServiceKnowsNoOtherService() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.carillon.presence..", "io.carillon.push..", "io.carillon.media..")
        .check(CLASSES);
  }
}
