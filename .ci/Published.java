// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Looks whether a folder repository holds what a public one demands: {@code java Published.java FOLDER}. */
public class Published {
    private static final String GROUP = "io/github/agentctl";
    private static final String SOURCES = "-sources.jar";
    private static final String JAVADOC = "-javadoc.jar";
    private static final Set<String> WITHOUT_JAR = Set.of("agentctl-parent", "agentctl-bom");
    private static final Set<String> NEVER = Set.of("agentctl-benchmarks", "agentctl-interop", "agentctl-stress");
    private static final Set<String> AUTOMATIC =
            Set.of("io.github.agentctl.proto", "io.github.agentctl.transport.jnr", "info.picocli");
    private static final List<String> DEMANDED = List.of(
            "name", "description", "url", "licenses/license/name", "licenses/license/url", "developers/developer/name",
            "scm/url", "scm/connection", "scm/developerConnection");
    /** What a module says of itself and not its parent. */
    private static final Set<String> OWN = Set.of("name", "description");

    private final List<String> problems = new ArrayList<>();
    private final XPath xpath = XPathFactory.newInstance().newXPath();

    public static void main(String[] arguments) throws Exception {
        Published published = new Published();
        Map<String, Path> artifacts = published.artifacts(Path.of(arguments[0], GROUP));
        published.check(artifacts);
        published.problems.forEach(System.err::println);
        System.out.println(artifacts.size() + " artifacts published, " + published.problems.size() + " problems");
        System.exit(published.problems.isEmpty() ? 0 : 1);
    }

    /** The folder of each artifact's one version. */
    private Map<String, Path> artifacts(Path group) throws IOException {
        Map<String, Path> artifacts = new TreeMap<>();
        for (Path artifact : list(group)) {
            List<Path> versions = list(artifact).stream().filter(Files::isDirectory).toList();
            if (versions.size() == 1) {
                artifacts.put(artifact.getFileName().toString(), versions.get(0));
            } else {
                problems.add(artifact + ": " + versions.size() + " versions instead of one");
            }
        }
        return artifacts;
    }

    private void check(Map<String, Path> artifacts) throws Exception {
        for (String name : NEVER) {
            if (artifacts.remove(name) != null) {
                problems.add(name + " must not be published");
            }
        }
        Document parent = pom("agentctl-parent", artifacts.get("agentctl-parent"));
        Set<String> jars = new TreeSet<>(artifacts.keySet());
        jars.removeAll(WITHOUT_JAR);
        for (Map.Entry<String, Path> artifact : artifacts.entrySet()) {
            String name = artifact.getKey();
            Document pom = pom(name, artifact.getValue());
            for (String element : DEMANDED) {
                boolean inherited = !OWN.contains(element) && !name.equals("agentctl-bom") && has(parent, element);
                if (!has(pom, element) && !inherited) {
                    problems.add(name + ": its pom has no " + element);
                }
            }
            if (jars.contains(name)) {
                only(name, artifact.getValue(), SOURCES);
                only(name, artifact.getValue(), JAVADOC);
                module(name, only(name, artifact.getValue(), ".jar"));
            }
        }
        Set<String> listed = new TreeSet<>();
        NodeList managed = (NodeList) xpath.evaluate(
                "/project/dependencyManagement/dependencies/dependency/artifactId",
                pom("agentctl-bom", artifacts.get("agentctl-bom")),
                XPathConstants.NODESET);
        for (int i = 0; i < managed.getLength(); i++) {
            listed.add(managed.item(i).getTextContent());
        }
        if (!listed.equals(jars)) {
            problems.add("agentctl-bom lists " + listed + ", published are " + jars);
        }
    }

    /** {@code agentctl-transport-unix} is {@code io.github.agentctl.transport.unix}. */
    private void module(String artifact, Path jar) {
        if (jar == null) {
            return;
        }
        String own = "io.github.agentctl." + artifact.replace("agentctl-", "").replace('-', '.');
        // Who compiles against it finds what picocli calls itself.
        String expected = artifact.equals("agentctl-picocli") ? "info.picocli" : own;
        ModuleDescriptor module =
                ModuleFinder.of(jar).findAll().iterator().next().descriptor();
        if (!module.name().equals(expected)) {
            problems.add(artifact + ": it is the module " + module.name() + " instead of " + expected);
        }
        if (module.isAutomatic() != AUTOMATIC.contains(expected)) {
            problems.add(artifact + ": its module is " + (module.isAutomatic() ? "automatic" : "not automatic"));
        }
    }

    private Document pom(String name, Path folder) throws Exception {
        Path file = folder == null ? null : only(name, folder, ".pom");
        if (file == null) {
            throw new IllegalStateException(name + " has no pom");
        }
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    private boolean has(Document pom, String element) throws Exception {
        return !xpath.evaluate("normalize-space(/project/" + element + ")", pom).isEmpty();
    }

    /** The one file of the artifact with this ending, which is not that of a longer kind. */
    private Path only(String artifact, Path folder, String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : list(folder)) {
            String name = file.getFileName().toString();
            boolean longer = ending.equals(".jar") && (name.endsWith(SOURCES) || name.endsWith(JAVADOC));
            if (name.endsWith(ending) && !longer && Files.size(file) > 0) {
                found.add(file);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        problems.add(artifact + ": " + found.size() + " files *" + ending + " instead of one");
        return null;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
