package io.fuscia.wit.validation;

import io.fuscia.wit.InvalidComponentException;
import java.util.Optional;

/** Parses one extern name. */
final class NameParser {
    private final String name;
    private final Optional<String> versionSuffix;
    private final Diagnostics diagnostics;

    NameParser(String name, Optional<String> versionSuffix, Diagnostics diagnostics) {
        this.name = name;
        this.versionSuffix = versionSuffix;
        this.diagnostics = diagnostics;
    }

    ParsedName parse() {
        ParsedName parsed = name.startsWith("[") ? annotated() : unannotated();
        if (versionSuffix.isPresent() && !(parsed instanceof ParsedName.Interface)) {
            throw invalid("a version suffix needs an interface name");
        }
        return parsed;
    }

    private ParsedName annotated() {
        if (name.startsWith("[get]") || name.startsWith("[set]")) {
            throw accessor();
        }
        if (name.startsWith("[constructor]")) {
            return new ParsedName.Constructor(label(name.substring("[constructor]".length())));
        }
        if (name.startsWith("[method]")) {
            String[] parts = member("[method]");
            return new ParsedName.Method(parts[0], parts[1]);
        }
        if (name.startsWith("[static]")) {
            String[] parts = member("[static]");
            return new ParsedName.Static(parts[0], parts[1]);
        }
        if (name.startsWith("[async")) {
            throw diagnostics.unsupported("async functions (name `" + name + "`)");
        }
        throw invalid("not in kebab case");
    }

    private InvalidComponentException accessor() {
        return diagnostics.unsupported("getters and setters (name `" + name + "`)");
    }

    private String[] member(String annotation) {
        String rest = name.substring(annotation.length());
        if (rest.startsWith("[get]") || rest.startsWith("[set]")) {
            throw accessor();
        }
        int dot = rest.indexOf('.');
        if (dot < 0) {
            throw invalid("failed to find `.` character");
        }
        return new String[] {label(rest.substring(0, dot)), label(rest.substring(dot + 1))};
    }

    private ParsedName unannotated() {
        if (DependencyName.announces(name)) {
            new DependencyName(name).problem().ifPresent(problem -> {
                throw invalid(problem);
            });
            return new ParsedName.Dependency(name);
        }
        if (name.indexOf(':') < 0) {
            return new ParsedName.Label(label(name));
        }
        interfaceName();
        return new ParsedName.Interface(name);
    }

    private void interfaceName() {
        int at = name.indexOf('@');
        String path = at < 0 ? name : name.substring(0, at);
        int colon = path.indexOf(':');
        if (colon < 0) {
            throw invalid("not in kebab case");
        }
        lowerLabel(path.substring(0, colon));
        String rest = path.substring(colon + 1);
        int slash = rest.indexOf('/');
        int nested = rest.indexOf(':');
        if (nested >= 0 && (slash < 0 || nested < slash)) {
            throw invalid("expected `/` after package name (nested namespaces are not supported)");
        }
        if (slash < 0) {
            lowerLabel(rest);
            throw invalid("expected `/` after package name");
        }
        lowerLabel(rest.substring(0, slash));
        String last = rest.substring(slash + 1);
        int more = last.indexOf('/');
        if (more >= 0) {
            label(last.substring(0, more));
            throw invalid(
                    "trailing characters found: `" + last.substring(more) + "` (nested packages are not supported)");
        }
        label(last);
        if (at >= 0) {
            version(name.substring(at + 1));
        } else if (versionSuffix.isPresent()) {
            throw invalid("a version suffix needs a version");
        }
    }

    private void version(String version) {
        if (versionSuffix.isPresent()) {
            if (!Names.isCanonicalVersion(version) || !Names.isVersion(version + versionSuffix.get())) {
                throw invalid("`" + version + "` with suffix `" + versionSuffix.get()
                        + "` is not a version whose first part decides compatibility");
            }
        } else if (!Names.isVersion(version)) {
            throw invalid("`" + version + "` is not a valid semver: "
                    + (version.isEmpty() ? "empty string, expected a semver version" : "expected major.minor.patch"));
        }
    }

    private String label(String text) {
        if (!Names.isLabel(text)) {
            throw invalid("`" + text + "` is not in kebab case");
        }
        return text;
    }

    private void lowerLabel(String text) {
        if (!Names.isLowerLabel(text)) {
            throw invalid("`" + text + "` is not in kebab case");
        }
    }

    private InvalidComponentException invalid(String why) {
        return diagnostics.invalid("`" + name + "` is not a valid extern name: " + why);
    }
}
