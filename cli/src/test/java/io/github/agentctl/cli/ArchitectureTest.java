// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom. The poms say it to the compiler; this says it to people. */
class ArchitectureTest {
    private static final String ROOT = "io.github.agentctl.";

    private static final Pattern PROTO = Pattern.compile(".*/(agentctl-proto-[^/]*\\.jar|proto/target/classes)\\b.*");

    private static final Set<String> FILES = Set.of(
            "java.nio.file.Files",
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.RandomAccessFile",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.nio.channels.FileChannel");

    private static final Set<String> REPLIES = Set.of(
            "AgentClient",
            "AgentPort",
            "CallException",
            "LiveCalls",
            "Metadata",
            "Replies",
            "ReplyFormat",
            "ResponseReader",
            "StatusRuntimeException");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // Large, generated, and without a dependency on anything of ours in its pom.
            .withImportOption(location -> !location.matches(PROTO))
            .importPackages("io.github.agentctl");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api            | ",
                "transport.spi  | api",
                "transport.unix | api transport.spi",
                "transport.vsock | api transport.spi",
                "transport.hybrid | api transport.spi",
                "ttrpc          | api",
                "grpc           | api",
                "codec          | api proto",
                "client         | api proto",
                "simulator      | api proto transport.spi ttrpc",
                "cli            | api proto client codec simulator",
            })
    void arrowsPointInward(String module, String known) {
        String[] allowed = Stream.concat(
                        Stream.of(module), known == null ? Stream.of() : Arrays.stream(known.split(" ")))
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
        ArchRule rule = classes()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("io.github.agentctl..").or(resideInAnyPackage(allowed)));

        rule.check(CLASSES);
    }

    @Test
    void modulesGoRoundInNoCircle() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + "(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** What an agent says names no file: who touches files is known, and none of them knows a reply. */
    @Test
    void whatTouchesTheHostsFilesSeesNoReply() {
        DescribedPredicate<JavaClass> files = DescribedPredicate.describe(
                "touch files",
                one -> one.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getName())
                        .anyMatch(FILES::contains));
        DescribedPredicate<JavaClass> reply = DescribedPredicate.describe(
                "are replies, or have them",
                one -> one.getName().startsWith(ROOT + "proto.")
                                && !one.getSimpleName().contains("Request")
                                && one.getSimpleName().endsWith("Response")
                        || REPLIES.contains(one.getSimpleName()));
        DescribedPredicate<JavaClass> ofTheClient =
                resideInAnyPackage(ROOT + "cli..", ROOT + "codec..", ROOT + "client..", ROOT + "ttrpc..");

        noClasses()
                .that(ofTheClient.and(files))
                .should()
                .dependOnClassesThat(reply)
                .check(CLASSES);
        assertThat(CLASSES.stream()
                        .filter(ofTheClient.and(files))
                        .map(one -> one.getName().substring(ROOT.length())))
                .as("new classes that touch files: think of who names them")
                .containsExactlyInAnyOrder(
                        // At build time only.
                        "cli.CommandPages",
                        "cli.PageTemplate",
                        "cli.Descriptor",
                        "cli.HistoryFile",
                        "cli.Main",
                        "cli.NativeLibrary",
                        "cli.ShellHistory",
                        "codec.Bundle",
                        "codec.FileCopy",
                        "codec.FileFacts",
                        "codec.LocalFiles",
                        "codec.OciImage",
                        "codec.PathCompletion",
                        "codec.UnpackedImage");
    }
}
