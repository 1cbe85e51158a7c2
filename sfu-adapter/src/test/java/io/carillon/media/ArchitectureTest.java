package io.carillon.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.carillon.media");

  @Test
  void descriptionsKnowNothingButText() {
    classes()
        .that()
        .resideInAPackage("io.carillon.media.sdp..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.carillon.media.sdp..", "java.lang..", "java.util..", "java.io..")
        .check(CLASSES);
  }

  @Test
  void theChoiceOfABridgeKnowsNeitherTheEngineNorTheTime() {
    noClasses()
        .that()
        .haveSimpleName("BridgeChoice")
        .or()
        .haveSimpleName("Standing")
        .or()
        .haveSimpleName("RecentJoins")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "com.hazelcast..", "io.prometheus..", "java.time..")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void theOfferPlanKnowsDescriptionsAndWordsAlone() {
    classes()
        .that()
        .resideInAPackage("io.carillon.media.conference..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.carillon.media.conference..",
            "io.carillon.media.sdp..",
            "io.carillon.protocol..",
            "java.lang..",
            "java.util",
            "java.util.function..",
            "java.util.regex..",
            "java.util.stream..",
            "java.io..",
            "java.nio.charset..")
        .check(CLASSES);
  }
}
