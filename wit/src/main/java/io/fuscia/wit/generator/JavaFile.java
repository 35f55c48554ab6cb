package io.fuscia.wit.generator;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A Java file that is being written: its imports and its text. */
final class JavaFile {
    private static final int LONGEST = 120;

    private final String packageName;
    private final String origin;
    private final String own;
    private final Set<String> taken;
    private final Map<String, String> imported = new HashMap<>();
    private final StringBuilder body = new StringBuilder();
    private int indent;

    /**
     * @param origin the file of WIT text
     * @param own the class in this file
     * @param taken simple names that mean something in this file already
     */
    JavaFile(String packageName, String origin, String own, Set<String> taken) {
        this.packageName = packageName;
        this.origin = origin;
        this.own = own;
        this.taken = Set.copyOf(taken);
    }

    /** Returns how to write a top-level class here, importing it where its simple name is free. */
    String use(String qualified) {
        int dot = qualified.lastIndexOf('.');
        String simple = qualified.substring(dot + 1);
        if (qualified.equals(own)) {
            return simple;
        }
        if (taken.contains(simple)) {
            return qualified;
        }
        String known = imported.putIfAbsent(simple, qualified);
        return known == null || known.equals(qualified) ? simple : qualified;
    }

    /** Writes lines, indented; an empty line after an opening one or before a closing one is left out. */
    JavaFile line(String text) {
        for (String each : text.split("\n", -1)) {
            if (each.startsWith("}")) {
                indent--;
            }
            String line = "    ".repeat(indent) + each;
            body.append(each.isEmpty() ? "" : wrapped(line)).append('\n');
            if (each.endsWith("{")) {
                indent++;
            }
        }
        return this;
    }

    /** Breaks a long declaration or call behind its opening parenthesis. */
    private static String wrapped(String line) {
        int open = line.indexOf('(');
        if (line.length() <= LONGEST
                || open < 0
                || line.strip().startsWith("*")
                || line.strip().startsWith("/")) {
            return line;
        }
        String margin = line.substring(0, line.length() - line.stripLeading().length()) + "        ";
        String rest = margin + line.substring(open + 1);
        return line.substring(0, open + 1) + "\n" + (rest.length() <= LONGEST ? rest : broken(rest, margin));
    }

    /** Breaks behind each comma that is not within parentheses or type arguments. */
    private static String broken(String arguments, String margin) {
        StringBuilder lines = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            char before = i == 0 ? ' ' : arguments.charAt(i - 1);
            boolean arrow = c == '>' && before == '-';
            if (c == '(' || c == '<') {
                depth++;
            } else if ((c == ')' || c == '>') && !arrow) {
                depth--;
            }
            if (c == ' ' && depth == 0 && before == ',') {
                lines.append('\n').append(margin);
            } else {
                lines.append(c);
            }
        }
        return lines.toString();
    }

    JavaFile blank() {
        return line("");
    }

    /** Writes a comment for Javadoc out of a title and what the text says, either of which may be empty. */
    JavaFile documentation(String title, String said) {
        String text = title.isEmpty() || said.isEmpty() ? title + javadoc(said) : title + "\n\n<p>" + javadoc(said);
        if (text.isEmpty()) {
            return this;
        }
        if (!text.contains("\n") && text.length() < 100) {
            return line("/** " + text + " */");
        }
        line("/**");
        String margin = "    ".repeat(indent);
        for (String each : text.split("\n", -1)) {
            body.append(margin)
                    .append(" *")
                    .append(each.isEmpty() ? "" : " ")
                    .append(each)
                    .append('\n');
        }
        return line(" */");
    }

    /** Text as Javadoc: code in back quotes is code, nothing else has a meaning. */
    private static String javadoc(String said) {
        String escaped = said.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("*/", "*&#47;")
                .replace("\\", "&#92;")
                .replace("@", "&#64;");
        return escaped.replaceAll("`([^`{}\n]+)`", "<code>$1</code>").replaceAll("\n\n(?=\\S)", "\n\n<p>");
    }

    private StringBuilder start() {
        return new StringBuilder()
                .append("// Generated from ")
                .append(origin)
                .append(" by io.fuscia.wit.generator: change that instead.\n");
    }

    /** The file as a {@code package-info.java}. */
    String packageInfo() {
        return start().append(body)
                .append("package ")
                .append(packageName)
                .append(";\n")
                .toString();
    }

    /** The file as that of a class. */
    String text() {
        StringBuilder text = start().append("package ").append(packageName).append(";\n\n");
        boolean any = false;
        for (String qualified : new TreeSet<>(imported.values())) {
            String from = qualified.substring(0, qualified.lastIndexOf('.'));
            if (!from.equals("java.lang") && !from.equals(packageName)) {
                text.append("import ").append(qualified).append(";\n");
                any = true;
            }
        }
        return text.append(any ? "\n" : "").append(body).toString();
    }
}
