// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/** Pages in HTML: what a page says, beside a list of all. */
final class HtmlPages {
    private static final String STYLE = """
            body { font: 16px/1.5 sans-serif; margin: 0; display: flex; color: #222; background: #fff; }
            nav { flex: 0 0 15em; padding: 1em; background: #f4f4f4; min-height: 100vh; }
            nav a { display: block; margin: .3em 0; }
            main { max-width: 60em; min-width: 0; padding: 1em 2em; }
            img { max-width: 100%; height: auto; }
            pre { background: #f4f4f4; padding: .7em; overflow-x: auto; }
            table { border-collapse: collapse; } td, th { border: 1px solid #ccc; padding: .2em .6em; text-align: left; }
            @media (max-width: 50em) { body { display: block; } nav { min-height: 0; } }
            """;

    private final List<MarkdownPage> pages;
    private final Links links;

    /** @param pages in the order of the list */
    HtmlPages(List<MarkdownPage> pages, Links links) {
        this.pages = List.copyOf(pages);
        this.links = links;
    }

    String of(MarkdownPage page) {
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(MarkdownPage.EXTENSIONS)
                .attributeProviderFactory(context -> new RelativeLinks(page))
                .build();
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"UTF-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + escaped(page.title())
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n<nav>\n" + list(page) + "</nav>\n<main>\n"
                + renderer.render(page.document()) + "</main>\n</body>\n</html>\n";
    }

    private String list(MarkdownPage page) {
        Path here = Links.html(page.path());
        return pages.stream()
                        .map(other -> anchor(Links.between(here, Links.html(other.path())), other.title()))
                        .collect(Collectors.joining())
                + anchor(Links.between(here, Site.JAVADOC), "Javadoc");
    }

    private static String anchor(String target, String text) {
        return "<a href=\"" + escaped(target) + "\">" + escaped(text) + "</a>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private final class RelativeLinks implements AttributeProvider {
        private final MarkdownPage page;

        RelativeLinks(MarkdownPage page) {
            this.page = page;
        }

        @Override
        public void setAttributes(Node node, String tag, Map<String, String> attributes) {
            if (node instanceof Link link) {
                attributes.put("href", links.inHtml(page, link.getDestination()));
            }
        }
    }
}
