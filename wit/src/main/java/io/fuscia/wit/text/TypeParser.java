package io.fuscia.wit.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses types where they are used. */
final class TypeParser {
    private static final int DEEPEST = 100;

    private final TokenReader tokens;
    private int depth;

    TypeParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    Syntax.TypeReference reference() {
        WitException.Place place = tokens.place();
        if (++depth > DEEPEST) {
            throw new WitException("types nest too deeply", place);
        }
        Syntax.TypeReference reference = reference(place);
        depth--;
        return reference;
    }

    private Syntax.TypeReference reference(WitException.Place place) {
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.WORD) {
            return new Syntax.TypeReference(tokens.name(), false, List.of(), Optional.empty(), place);
        } else if (Keywords.PRIMITIVES.contains(token.text())) {
            tokens.take();
            return new Syntax.TypeReference(token.text(), true, List.of(), Optional.empty(), place);
        } else if (Keywords.GENERICS.contains(token.text())) {
            tokens.take();
            return generic(token.text(), place);
        }
        return new Syntax.TypeReference(tokens.name(), false, List.of(), Optional.empty(), place);
    }

    private Syntax.TypeReference generic(String name, WitException.Place place) {
        if (name.equals("map") && !tokens.at("<")) {
            return new Syntax.TypeReference(name, false, List.of(), Optional.empty(), place);
        }
        List<Optional<Syntax.TypeReference>> arguments = new ArrayList<>();
        Optional<Long> length = Optional.empty();
        boolean bare = (name.equals("result") || name.equals("future") || name.equals("stream")) && !tokens.at("<");
        if (!bare) {
            tokens.expect("<");
            if (name.equals("list")) {
                arguments.add(Optional.of(reference()));
                if (tokens.skip(",")) {
                    length = Optional.of(length());
                }
                tokens.expect(">");
            } else {
                arguments.addAll(tokens.commas(">", this::argument));
            }
        }
        checkCount(name, arguments, place);
        return new Syntax.TypeReference(name, true, arguments, length, place);
    }

    private long length() {
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.INTEGER) {
            throw tokens.unexpected("a length");
        }
        tokens.take();
        long length = token.text().length() > 10 ? Long.MAX_VALUE : Long.parseLong(token.text());
        if (token.text().startsWith("0") || length > 0xffffffffL) {
            throw new WitException("a list cannot have the length " + token.text(), token.place());
        }
        return length;
    }

    private Optional<Syntax.TypeReference> argument() {
        return tokens.skip("_") ? Optional.empty() : Optional.of(reference());
    }

    private static void checkCount(
            String name, List<Optional<Syntax.TypeReference>> arguments, WitException.Place place) {
        boolean right =
                switch (name) {
                    case "tuple" -> !arguments.isEmpty();
                    case "result" -> arguments.size() <= 2;
                    case "map" -> arguments.size() == 2;
                    case "future", "stream" -> arguments.size() <= 1;
                    default -> arguments.size() == 1;
                };
        boolean complete = name.equals("result") || arguments.stream().allMatch(Optional::isPresent);
        boolean pointless = name.equals("result")
                && !arguments.isEmpty()
                && arguments.get(arguments.size() - 1).isEmpty();
        if (!right || !complete || pointless) {
            throw new WitException("wrong parts of `" + name + "`", place);
        }
    }
}
