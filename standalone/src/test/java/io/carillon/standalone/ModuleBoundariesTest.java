package io.carillon.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines between the modules, which keep each service able to run in a process of its own. */
class ModuleBoundariesTest {
  private static final JavaClasses CARILLON =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.carillon");

  @ParameterizedTest
  @ValueSource(strings = {"call", "presence", "media", "push"})
  void aServiceKnowsTheProtocolAndTheRuntimeAlone(String service) {
    classes()
        .that()
        .resideInAPackage("io.carillon." + service + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.carillon." + service + "..",
            "io.carillon.protocol..",
            "io.carillon.runtime..",
            "java..",
            "javax.crypto..",
            "io.vertx..",
            "io.netty..",
            "com.hazelcast..",
            "com.github.benmanes.caffeine..",
            "io.prometheus..",
            "org.slf4j..",
            "org.jose4j..",
            "com.fasterxml.jackson..",
            "")
        .check(CARILLON);
  }

  @Test
  void theProtocolDependsOnJacksonAlone() {
    classes()
        .that()
        .resideInAPackage("io.carillon.protocol..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.carillon.protocol..", "java..", "com.fasterxml.jackson..", "")
        .check(CARILLON);
  }

  @Test
  void theRuntimeKnowsNoService() {
    noClasses()
        .that()
        .resideInAPackage("io.carillon.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.carillon.call..",
            "io.carillon.presence..",
            "io.carillon.media..",
            "io.carillon.push..",
            "io.carillon.standalone..")
        .check(CARILLON);
  }

  @Test
  void theCoreOfCallsKnowsNeitherTheEngineNorTheBus() {
    noClasses()
        .that()
        .resideInAPackage("io.carillon.call.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..",
            "io.netty..",
            "com.hazelcast..",
            "org.slf4j..",
            "io.prometheus..",
            "io.carillon.runtime..")
        .check(CARILLON);
  }

  @Test
  void theCoreOfCallsHasNoClockAndNoChance() {
    noClasses()
        .that()
        .resideInAPackage("io.carillon.call.core..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .check(CARILLON);
  }
}
