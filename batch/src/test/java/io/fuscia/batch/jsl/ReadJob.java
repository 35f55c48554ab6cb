package io.fuscia.batch.jsl;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * What a job's text means, by the words of the specification and by nothing of ours: an element runs after the element
 * whose {@code next} names it, the flows of a split run side by side, a flow or split is over when all in it are.
 */
public final class ReadJob {
    /** By node: all nodes that are over before it starts. */
    public final Map<String, Set<String>> before = new LinkedHashMap<>();

    /** Nodes on the longest path. */
    final int longest;

    /** Elements that follow each other without a return, at most. */
    int longestSequence;

    /** XML elements in each other, at most. */
    int deepest;

    private ReadJob(Element job) {
        this.longest = sequence(job, Set.of(), 1).longest;
    }

    /** Reads the text of a job. */
    public static ReadJob of(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return new ReadJob(factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)))
                    .getDocumentElement());
        } catch (Exception e) {
            throw new AssertionError("not a job: " + e.getMessage(), e);
        }
    }

    private record Ran(Set<String> nodes, int longest) {}

    private Ran sequence(Element parent, Set<String> earlier, int depth) {
        deepest = Math.max(deepest, depth);
        Map<String, Element> elements = new LinkedHashMap<>();
        for (Element child : children(parent)) {
            if (!child.getLocalName().equals("listeners")) {
                elements.put(child.getAttribute("id"), child);
            }
        }
        Set<String> done = new LinkedHashSet<>();
        int length = 0;
        Set<String> visited = new HashSet<>();
        Element next = elements.values().iterator().next();
        while (next != null) {
            if (!visited.add(next.getAttribute("id"))) {
                throw new AssertionError("the job comes back to " + next.getAttribute("id"));
            }
            Set<String> preceding = new LinkedHashSet<>(earlier);
            preceding.addAll(done);
            Ran ran = element(next, preceding, depth + 1);
            done.addAll(ran.nodes);
            length += ran.longest;
            String following = next.getAttribute("next");
            next = following.isEmpty() ? null : elements.get(following);
            if (next == null && !following.isEmpty()) {
                throw new AssertionError("no element " + following + " beside the one that names it");
            }
        }
        if (visited.size() != elements.size()) {
            throw new AssertionError("never run: " + elements.keySet() + " without " + visited);
        }
        longestSequence = Math.max(longestSequence, visited.size());
        return new Ran(done, length);
    }

    private Ran element(Element element, Set<String> preceding, int depth) {
        return switch (element.getLocalName()) {
            case "step" -> step(path(element), preceding);
            case "flow" -> sequence(element, preceding, depth);
            case "split" -> split(element, preceding, depth);
            default -> throw new AssertionError("unexpected " + element.getLocalName());
        };
    }

    private Ran step(String node, Set<String> preceding) {
        if (before.put(node, preceding) != null) {
            throw new AssertionError("twice in the job: " + node);
        }
        return new Ran(Set.of(node), 1);
    }

    private Ran split(Element split, Set<String> preceding, int depth) {
        Set<String> nodes = new LinkedHashSet<>();
        int longestFlow = 0;
        for (Element flow : children(split)) {
            Ran ran = sequence(flow, preceding, depth + 1);
            nodes.addAll(ran.nodes);
            longestFlow = Math.max(longestFlow, ran.longest);
        }
        return new Ran(nodes, longestFlow);
    }

    private static String path(Element step) {
        Element batchlet = children(step).get(0);
        for (Element property : children(children(batchlet).get(0))) {
            if (property.getAttribute("name").equals("node_path")) {
                return property.getAttribute("value");
            }
        }
        throw new AssertionError("a step without node");
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
