// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a site of the repository's pages in Markdown. The Javadoc beside them is Maven's ({@code docs/site}). */
final class Site {
    /** Where Maven puts the joined Javadoc, beneath the site. */
    static final Path JAVADOC = Path.of("apidocs", "index.html");

    /** In whose folders no pages of ours are. */
    private static final Set<String> SKIPPED = Set.of("target", ".git", "src", "node_modules");

    private Site() {}

    /**
     * Writes the site.
     *
     * @param arguments the root of the repository, and the folder to write to
     * @throws IllegalStateException where a link of a page leads nowhere
     */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]).toRealPath(), Path.of(arguments[1]));
    }

    static void write(Path root, Path folder) throws IOException {
        List<MarkdownPage> pages = pages(root);
        Links links = new Links(root, pages);
        List<String> broken = links.broken();
        if (!broken.isEmpty()) {
            throw new IllegalStateException("links that lead nowhere:\n" + String.join("\n", broken));
        }
        HtmlPages html = new HtmlPages(pages, links);
        for (MarkdownPage page : pages) {
            Path file = folder.resolve(Links.html(page.path()));
            Files.createDirectories(parent(file));
            Files.writeString(file, html.of(page));
            for (String link : page.links()) {
                copy(root, folder, page, link, links);
            }
        }
    }

    /** All pages: the README, the tutorial, the others of docs, then what lies elsewhere. */
    static List<MarkdownPage> pages(Path root) throws IOException {
        List<Path> paths = new ArrayList<>();
        collect(root, root, paths);
        paths.sort(Comparator.comparingInt(Site::rank).thenComparing(Comparator.naturalOrder()));
        List<MarkdownPage> pages = new ArrayList<>();
        for (Path path : paths) {
            pages.add(MarkdownPage.read(root, path));
        }
        return pages;
    }

    private static int rank(Path path) {
        return path.equals(Path.of("README.md"))
                ? 0
                : path.equals(Path.of("docs", "tutorial.md")) ? 1 : path.startsWith("docs") ? 2 : 3;
    }

    private static void collect(Path root, Path folder, List<Path> paths) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (Files.isDirectory(file) && !SKIPPED.contains(name)) {
                    collect(root, file, paths);
                } else if (name.endsWith(".md") && Files.isRegularFile(file)) {
                    paths.add(root.relativize(file));
                }
            }
        }
    }

    /** A file that is no page, where a link leads to one. */
    private static void copy(Path root, Path folder, MarkdownPage page, String link, Links links) throws IOException {
        if (link.contains(":")) {
            return;
        }
        Path target = links.target(page, link);
        if (!target.toString().endsWith(".md")) {
            Files.createDirectories(parent(folder.resolve(target)));
            Files.copy(root.resolve(target), folder.resolve(target), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "no folder");
    }
}
