// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher keeps of the classes of a run, and that nobody notices but for the time. */
@Timeout(180)
class ClassCacheIT {
    private static final Ran SERVING = new Ran(0, "{\"status\":\"SERVING\"}\n", "");
    private static final String[] CHECK = {"connect", "--server-address", "sim:", "-c", "Check"};

    @TempDir
    Path directory;

    private Path cache;
    private Path home;
    private Path jdk;

    @BeforeEach
    void useFreshFolders() {
        cache = directory.resolve("caches/kata-agent-ctl");
        home = Ran.distribution();
        jdk = Path.of(System.getProperty("java.home"));
    }

    static Stream<Path> jdks() throws IOException {
        return DistributionIT.jdks();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void isMadeBesideTheFirstRunAndTakenByTheSecond(Path other) throws Exception {
        jdk = other;
        makeFolder("rwx------");
        try (WatchService watch = cache.getFileSystem().newWatchService()) {
            cache.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            assertThat(run("", CHECK)).isEqualTo(SERVING);
            awaitStamp(watch);
        }
        assertThat(isTaken()).isTrue();
        assertThat(run("", CHECK)).isEqualTo(SERVING);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void changesNeitherOutputNorExitCodes(Path other) throws Exception {
        jdk = other;
        assertThat(run("now", CHECK)).isEqualTo(SERVING);
        assertThat(isTaken()).isTrue();
        for (String[] line : new String[][] {
            {"--version"},
            {"--help"},
            {"connect", "--nosuch"},
            {"connect", "--server-address", "unix:///no/such", "--connect-timeout", "10ms", "-c", "Check"},
            {"connect", "--server-address", "sim:", "-c", "StatsContainer cid=none"},
            {"connect", "--dry-run", "-c", "UpdateInterface interface.mtu=1500"}
        }) {
            assertThat(run("", line)).isEqualTo(run("off", line));
        }
    }

    @Test
    void isForThisUserAlone() throws Exception {
        run("now", CHECK);
        assertThat(rights(cache)).isEqualTo("rwx------");
        for (Path file : files()) {
            assertThat(rights(file)).as(file.toString()).endsWith("------");
        }
    }

    @Test
    void isNotMadeWhereItIsSwitchedOff() throws Exception {
        assertThat(run("off", CHECK)).isEqualTo(SERVING);
        assertThat(cache).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwxr-xrwx", "rwxr-xr-x"})
    void isNotMadeInAFolderThatOthersCanUse(String rights) throws Exception {
        makeFolder(rights);
        assertThat(run("now", CHECK)).isEqualTo(SERVING);
        assertThat(files()).isEmpty();
    }

    @Test
    void isNotMadeBehindALink() throws Exception {
        Path elsewhere = Files.createDirectory(
                directory.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(cache.getParent());
        Files.createSymbolicLink(cache, elsewhere);
        assertThat(run("now", CHECK)).isEqualTo(SERVING);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void isNotTakenFromAnotherUser() throws Exception {
        run("now", CHECK);
        List<String> asNobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        if (Ran.of(Map.of(), plus(asNobody, "test", "-r", command())).code() != 0) {
            abort("no setpriv, not root, or the build is not readable to others: run this test as root in a folder that"
                    + " others may read");
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(cache.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        List<Path> before = files();

        Path log = directory.resolve("nobody.log");
        Ran ran = Ran.of(logged(log), plus(plus(asNobody, command()), CHECK));

        assertThat(ran.out()).isEqualTo(SERVING.out());
        assertThat(tellsOfTheArchive(log)).isFalse();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void isNotMadeWhereThereIsNoHome() throws Exception {
        Map<String, String> nowhere = Map.of("XDG_CACHE_HOME", "", "HOME", "/dev/null", "KATA_AGENT_CTL_CACHE", "now");
        assertThat(Ran.of(nowhere, plus(List.of(command()), CHECK))).isEqualTo(SERVING);
    }

    @Test
    void leavesNothingBehindWhereTheDiskIsFull() throws Exception {
        String line = "ulimit -f 2000; exec '" + command() + "' connect --server-address sim: -c Check";
        assertThat(Ran.of(environment("now"), List.of("sh", "-c", line))).isEqualTo(SERVING);
        assertThat(files())
                .allMatch(Files::isDirectory)
                .allSatisfy(one -> assertThat(one).isEmptyDirectory());
    }

    @Test
    void isMadeOnceByTwoAtOnce() throws Exception {
        String one = "'" + command() + "' connect --server-address sim: -c Check";
        Ran ran = Ran.of(environment("now"), List.of("sh", "-c", one + " & " + one + " & wait"));

        assertThat(ran).isEqualTo(new Ran(0, SERVING.out() + SERVING.out(), ""));
        assertThat(files()).hasSize(2);
        assertThat(isTaken()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void doesNoHarmWhenItIsDamaged(Path other) throws Exception {
        jdk = other;
        run("now", CHECK);
        Path archive = files().stream()
                .filter(file -> !file.toString().endsWith(".stamp"))
                .findFirst()
                .orElseThrow();
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        assertThat(run("", CHECK)).isEqualTo(SERVING);
    }

    @Test
    void isMadeAnewForJarsThatChanged() throws Exception {
        copyDistribution("a");
        run("now", CHECK);
        assertThat(isTaken()).isTrue();

        // The same name, size and time, as two builds of one day have them.
        assertThat(Ran.of("sh", "-c", "cd '" + home + "/lib' && cp -p ttrpc-*.jar x && mv x ttrpc-*.jar")
                        .code())
                .isZero();
        assertThat(isTaken()).isFalse();
        assertThat(run("now", CHECK)).isEqualTo(SERVING);
        assertThat(isTaken()).isTrue();
        assertThat(files()).hasSize(2);
    }

    @Test
    void goesWithTheDistributionThatIsGone() throws Exception {
        copyDistribution("a");
        run("now", CHECK);
        Path moved = directory.resolve("b");
        Files.move(home, moved);
        home = moved;

        assertThat(isTaken()).isFalse();
        assertThat(run("now", CHECK)).isEqualTo(SERVING);
        assertThat(isTaken()).isTrue();
        assertThat(files()).hasSize(2).allMatch(file -> file.toString().contains("+b"));
    }

    private void copyDistribution(String name) throws Exception {
        Path copy = directory.resolve(name);
        assertThat(Ran.of("cp", "-rL", home.toString(), copy.toString()).code()).isZero();
        home = copy;
    }

    private void makeFolder(String rights) throws IOException {
        Files.createDirectories(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString(rights));
    }

    private static void awaitStamp(WatchService watch) throws InterruptedException {
        while (true) {
            WatchKey key = watch.poll(60, TimeUnit.SECONDS);
            assertThat(key).as("no archive within a minute").isNotNull();
            if (key.pollEvents().stream()
                    .anyMatch(event -> event.context().toString().endsWith(".stamp"))) {
                return;
            }
            key.reset();
        }
    }

    /** Whether the classes of a run come out of the archive. */
    private boolean isTaken() throws Exception {
        Path log = directory.resolve("classes.log");
        assertThat(Ran.of(logged(log), plus(List.of(command()), CHECK)).out()).isEqualTo(SERVING.out());
        return tellsOfTheArchive(log);
    }

    private Map<String, String> logged(Path log) {
        Map<String, String> environment = new HashMap<>(environment(""));
        environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log);
        return environment;
    }

    private static boolean tellsOfTheArchive(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" io.github.agentctl.cli.Main "))
                .anyMatch(line -> line.contains("shared objects file"));
    }

    private Ran run(String mode, String... arguments) throws Exception {
        return Ran.of(environment(mode), plus(List.of(command()), arguments));
    }

    private Map<String, String> environment(String mode) {
        return Map.of(
                "XDG_CACHE_HOME",
                cache.getParent().toString(),
                "JAVA_HOME",
                jdk.toString(),
                "KATA_AGENT_CTL_CACHE",
                mode);
    }

    private String command() {
        return home.resolve("bin/kata-agent-ctl").toString();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.sorted().toList();
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static List<String> plus(List<String> head, String... tail) {
        return Stream.concat(head.stream(), Stream.of(tail)).toList();
    }
}
