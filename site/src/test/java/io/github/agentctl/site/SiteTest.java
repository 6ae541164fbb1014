// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern HREF = Pattern.compile("href=\"([^\"]*)\"");

    @Test
    void noLinkOfTheRepositorysPagesLeadsNowhere() throws IOException {
        List<MarkdownPage> pages = Site.pages(REPOSITORY);

        assertThat(pages)
                .extracting(page -> page.path().toString())
                .startsWith("README.md", "docs/tutorial.md")
                .contains("docs/architecture.md", "ttrpc/README.md", "CHANGELOG.md");
        assertThat(new Links(REPOSITORY, pages).broken()).isEmpty();
    }

    @Test
    void noLinkOfTheSiteLeadsNowhere(@TempDir Path site) throws IOException {
        Site.write(REPOSITORY, site);

        List<Path> files;
        try (Stream<Path> all = Files.walk(site)) {
            files = all.filter(file -> file.toString().endsWith(".html")).toList();
        }
        assertThat(files)
                .hasSizeGreaterThan(10)
                .contains(site.resolve("index.html"), site.resolve("docs/tutorial.html"));
        for (Path file : files) {
            String text = Files.readString(file);
            assertThat(HREF.matcher(text).results().map(found -> found.group(1)))
                    .as(file.toString())
                    .isNotEmpty()
                    .allSatisfy(link -> leadsSomewhere(site, file, text, link));
        }
    }

    private static void leadsSomewhere(Path site, Path file, String text, String link) throws IOException {
        if (link.contains("://")) {
            return;
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
        if (target.equals(site.resolve(Site.JAVADOC))) {
            return;
        }
        assertThat(target).isRegularFile();
        if (parts.length == 2) {
            assertThat(target.equals(file) ? text : Files.readString(target)).contains(" id=\"" + parts[1] + "\"");
        }
    }

    @Test
    void saysWhichLinksLeadNowhere(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("docs/empty"));
        Files.writeString(root.resolve("docs/other.md"), "# Other\n\n## The `first` part\n");
        Files.writeString(root.resolve("README.md"), """
                # All
                [good](docs/other.md#the-first-part) [good](#all) [elsewhere](https://example.org/no)
                [a](docs/none.md) [b](docs/other.md#the-second-part) [c](docs/empty) [d](../etc) [e](#none)
                """);

        assertThat(new Links(root, Site.pages(root)).broken())
                .containsExactly(
                        "README.md: #none: there is no such heading",
                        "README.md: ../etc: there is no such file",
                        "README.md: docs/empty: the folder has no README.md",
                        "README.md: docs/none.md: there is no such file",
                        "README.md: docs/other.md#the-second-part: there is no such heading");
        assertThatThrownBy(() -> Site.write(root, root.resolve("site"))).hasMessageContaining("docs/none.md");
    }

    @Test
    void pagesInHtmlLeadToPagesInHtml(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("docs"));
        Files.createDirectories(root.resolve("tool"));
        Files.writeString(root.resolve("LICENSE"), "as you like");
        Files.writeString(root.resolve("README.md"), "# All <&>\n");
        Files.writeString(root.resolve("tool/README.md"), "# Tool\n");
        Files.writeString(
                root.resolve("docs/a.md"),
                "# A\n[1](../README.md#all-) [2](../tool) [3](../LICENSE) [4](a.md)\n\n|x|\n|-|\n|y|\n");

        Site.write(root, root.resolve("target"));

        assertThat(root.resolve("target/docs/a.html"))
                .content()
                .contains("href=\"../index.html#all-\"", "href=\"../tool/README.html\"", "href=\"../LICENSE\"")
                .contains("<a href=\"../index.html\">All &lt;&amp;></a>", "<td>y</td>", "<h1 id=\"a\">");
        assertThat(root.resolve("target/LICENSE")).hasContent("as you like");
    }
}
