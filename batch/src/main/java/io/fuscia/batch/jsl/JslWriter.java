package io.fuscia.batch.jsl;

import io.fuscia.batch.jsl.Shape.Branches;
import io.fuscia.batch.jsl.Shape.Series;
import io.fuscia.batch.jsl.Shape.Single;
import io.fuscia.input.NodeId;
import io.fuscia.workflow.Graph;
import io.fuscia.workflow.NodeDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a shape as the text of a job. One use per text.
 *
 * <p>A step's id is its node's id, so that consoles show what authors wrote. Flows and splits are numbered in document
 * order behind a dot, which no node id contains; the one node id that the job itself uses gets a prefix.
 */
final class JslWriter {
    private final Graph graph;
    private final PartialOrder order;
    private final int longestSequence;
    private final StringBuilder text = new StringBuilder(4096);
    private int flows;
    private int splits;

    /** @param longestSequence elements that may follow each other; longer sequences become flows in a row */
    JslWriter(Graph graph, PartialOrder order, int longestSequence) {
        this.graph = graph;
        this.order = order;
        this.longestSequence = longestSequence;
    }

    /** The job with these elements in a row. */
    String job(List<Shape> sequence) {
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.append("<job xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" id=\"")
                .append(JslCompiler.JOB_ID)
                .append("\" version=\"2.0\" restartable=\"false\">\n");
        line(1, "<listeners>");
        line(2, "<listener ref=\"" + JslCompiler.LISTENER + "\">");
        line(3, "<properties>");
        parameter(4, JslCompiler.EXECUTION_ID);
        parameter(4, JslCompiler.WORKFLOW_ID);
        line(3, "</properties>");
        line(2, "</listener>");
        line(1, "</listeners>");
        sequence(1, sequence);
        return text.append("</job>\n").toString();
    }

    private void sequence(int indent, List<Shape> parts) {
        List<List<Shape>> elements = grouped(parts);
        List<String> ids = elements.stream().map(this::newId).toList();
        for (int at = 0; at < ids.size(); at++) {
            String next = at + 1 < ids.size() ? " next=\"" + ids.get(at + 1) + '"' : "";
            element(indent, elements.get(at), "id=\"" + ids.get(at) + '"' + next);
        }
    }

    /** The parts one by one; if there are too many, in groups of about equal length, as many as may follow each other. */
    private List<List<Shape>> grouped(List<Shape> parts) {
        int groups = Math.min(parts.size(), longestSequence);
        if (parts.size() > longestSequence) {
            groups = Math.min(groups, (parts.size() + longestSequence - 1) / longestSequence);
        }
        List<List<Shape>> elements = new ArrayList<>(groups);
        for (int group = 0; group < groups; group++) {
            int from = (int) ((long) parts.size() * group / groups);
            int to = (int) ((long) parts.size() * (group + 1) / groups);
            elements.add(parts.subList(from, to));
        }
        return elements;
    }

    private String newId(List<Shape> element) {
        if (element.size() > 1) {
            return "flow." + ++flows;
        }
        if (element.get(0) instanceof Single single) {
            String id = order.id(single.node()).value();
            return id.equals(JslCompiler.JOB_ID) ? "step." + id : id;
        }
        return "split." + ++splits;
    }

    private void element(int indent, List<Shape> element, String attributes) {
        if (element.size() > 1) {
            flow(indent, element, attributes);
        } else if (element.get(0) instanceof Single single) {
            step(indent, single, attributes);
        } else if (element.get(0) instanceof Branches branches) {
            line(indent, "<split " + attributes + ">");
            for (Shape branch : branches.parts()) {
                flow(indent + 1, branch.sequence(), "id=\"flow." + ++flows + '"');
            }
            line(indent, "</split>");
        } else {
            throw new IllegalStateException("a series is written by its parts: " + ((Series) element.get(0)).parts());
        }
    }

    private void flow(int indent, List<Shape> parts, String attributes) {
        line(indent, "<flow " + attributes + ">");
        sequence(indent + 1, parts);
        line(indent, "</flow>");
    }

    private void step(int indent, Single single, String attributes) {
        line(indent, "<step " + attributes + ">");
        NodeId node = order.id(single.node());
        artifact(indent + 1, "batchlet", JslCompiler.BATCHLET, node);
        if (graph.node(node) instanceof NodeDefinition.Loop loop && loop.concurrency() > 1) {
            line(indent + 1, "<partition>");
            artifact(indent + 2, "mapper", JslCompiler.LOOP_MAPPER, node);
            line(indent + 1, "</partition>");
        }
        line(indent, "</step>");
    }

    private void artifact(int indent, String element, String name, NodeId node) {
        line(indent, "<" + element + " ref=\"" + name + "\">");
        line(indent + 1, "<properties>");
        parameter(indent + 2, JslCompiler.EXECUTION_ID);
        property(indent + 2, JslCompiler.NODE_PATH, node.value());
        line(indent + 1, "</properties>");
        line(indent, "</" + element + ">");
    }

    private void parameter(int indent, String name) {
        property(indent, name, "#{jobParameters['" + name + "']}");
    }

    private void property(int indent, String name, String value) {
        line(indent, "<property name=\"" + name + "\" value=\"" + escaped(value) + "\"/>");
    }

    private void line(int indent, String content) {
        text.append("  ".repeat(indent)).append(content).append('\n');
    }

    /** For an attribute in double quotes. Node ids need none of it today; a writer should not depend on that. */
    static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
