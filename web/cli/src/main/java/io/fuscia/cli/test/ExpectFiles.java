package io.fuscia.cli.test;

import io.fuscia.cli.UsageProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the expect files that the command line means. */
final class ExpectFiles {
    private static final String ENDING = ".expect.yaml";

    private ExpectFiles() {}

    /**
     * The files, each once, in the order of their names.
     *
     * @param named expect files, workflow files with an expect file beside them, or folders, searched with all in them
     * @throws UsageProblem if one of them is not there, or none has an expect file
     */
    static List<Path> find(List<Path> named) {
        TreeSet<Path> found = new TreeSet<>();
        for (Path each : named) {
            if (Files.isDirectory(each)) {
                found.addAll(below(each));
            } else if (!Files.isRegularFile(each)) {
                throw new UsageProblem("there is no file or folder " + each);
            } else if (each.toString().endsWith(ENDING)) {
                found.add(each);
            } else {
                found.add(beside(each));
            }
        }
        if (found.isEmpty()) {
            throw new UsageProblem("no file below " + named.get(0) + " ends with " + ENDING);
        }
        return List.copyOf(found);
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).toList();
        } catch (IOException e) {
            throw new UsageProblem("cannot search " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path beside(Path workflow) {
        String name = workflow.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Path expect = workflow.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ENDING);
        if (!Files.isRegularFile(expect)) {
            throw new UsageProblem("there are no tests of " + workflow + ": " + expect + " is not there");
        }
        return expect;
    }
}
