// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.site;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where relative links of pages lead: from one page to another, to a heading, or to a file beside them. */
final class Links {
    private final Path root;
    private final Map<Path, MarkdownPage> pages;

    Links(Path root, Collection<MarkdownPage> pages) {
        this.root = root;
        this.pages = pages.stream().collect(Collectors.toMap(MarkdownPage::path, Function.identity()));
    }

    /** A line for each link that leads nowhere. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        for (MarkdownPage page : pages.values()) {
            for (String link : page.links()) {
                String problem = problem(page, link);
                if (problem != null) {
                    broken.add(page.path() + ": " + link + ": " + problem);
                }
            }
        }
        return broken.stream().sorted().toList();
    }

    private @Nullable String problem(MarkdownPage page, String link) {
        URI address = URI.create(link);
        if (address.isAbsolute()) {
            return null;
        }
        Path target = target(page, link);
        if (target.startsWith("..") || !Files.exists(root.resolve(target))) {
            return "there is no such file";
        }
        MarkdownPage other = pages.get(target);
        if (other == null && Files.isDirectory(root.resolve(target))) {
            return "the folder has no README.md";
        }
        String anchor = address.getFragment();
        return anchor == null || (other != null && other.anchors().contains(anchor))
                ? null
                : "there is no such heading";
    }

    /** The file that a relative link names, beneath the root; of a folder with a README.md that one. */
    Path target(MarkdownPage page, String link) {
        String path = URI.create(link).getPath();
        Path target =
                path.isEmpty() ? page.path() : page.path().resolveSibling(path).normalize();
        Path readme = target.resolve("README.md");
        return pages.containsKey(readme) ? readme : target;
    }

    /** The same link between the pages in HTML. */
    String inHtml(MarkdownPage page, String link) {
        URI address = URI.create(link);
        if (address.isAbsolute() || address.getPath().isEmpty()) {
            return link;
        }
        Path target = target(page, link);
        Path there = pages.containsKey(target) ? html(target) : target;
        String fragment = address.getFragment() == null ? "" : "#" + address.getFragment();
        return between(html(page.path()), there) + fragment;
    }

    /** How one file of the site names another. */
    static String between(Path page, Path target) {
        Path folder = page.getParent();
        return (folder == null ? target : folder.relativize(target)).toString();
    }

    /** What a page is called in HTML: the README of all is the index. */
    static Path html(Path markdown) {
        return markdown.equals(Path.of("README.md"))
                ? Path.of("index.html")
                : Path.of(markdown.toString().replaceFirst("\\.md$", ".html"));
    }
}
