// SPDX-License-Identifier: Apache-2.0
package io.github.agentctl.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A page in Markdown.
 *
 * @param path where it lies, beneath the root of all pages
 * @param title its first heading
 * @param anchors what links may name behind a {@code #}: each heading's words in small letters, with hyphens between
 * @param links where it leads to, as it is written
 */
record MarkdownPage(Path path, Node document, String title, Set<String> anchors, List<String> links) {
    static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(), HeadingAnchorExtension.create());

    static MarkdownPage read(Path root, Path path) throws IOException {
        Node document = Parser.builder().extensions(EXTENSIONS).build().parse(Files.readString(root.resolve(path)));
        Collector found = new Collector();
        document.accept(found);
        return new MarkdownPage(
                path,
                document,
                found.titles.isEmpty() ? path.toString() : found.titles.get(0),
                found.anchors,
                found.links);
    }

    private static final class Collector extends AbstractVisitor {
        private final IdGenerator ids = IdGenerator.builder().build();
        private final List<String> titles = new ArrayList<>();
        private final Set<String> anchors = new TreeSet<>();
        private final List<String> links = new ArrayList<>();

        @Override
        public void visit(Heading heading) {
            String text = text(heading);
            titles.add(text);
            anchors.add(ids.generateId(text));
            visitChildren(heading);
        }

        @Override
        public void visit(Link link) {
            links.add(link.getDestination());
            visitChildren(link);
        }

        /** A picture is copied and looked for as any file that a link leads to. */
        @Override
        public void visit(Image image) {
            links.add(image.getDestination());
            visitChildren(image);
        }

        private static String text(Node heading) {
            StringBuilder text = new StringBuilder();
            heading.accept(new AbstractVisitor() {
                @Override
                public void visit(Text words) {
                    text.append(words.getLiteral());
                }

                @Override
                public void visit(Code words) {
                    text.append(words.getLiteral());
                }
            });
            return text.toString();
        }
    }
}
