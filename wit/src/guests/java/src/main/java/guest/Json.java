package guest;

/** Text members of a flat JSON object, and string literals: what the test task needs. */
final class Json {
    private final String source;

    Json(String source) {
        this.source = source;
    }

    /** The member's text, or the other when there is no such text member. */
    String get(String key, String otherwise) {
        int at = source.indexOf("\"" + key + "\"");
        if (at < 0) {
            return otherwise;
        }
        at = source.indexOf(':', at + key.length() + 2) + 1;
        while (at < source.length() && source.charAt(at) <= ' ') {
            at++;
        }
        return at < source.length() && source.charAt(at) == '"' ? unescaped(at + 1) : otherwise;
    }

    private String unescaped(int start) {
        StringBuilder text = new StringBuilder();
        for (int at = start; at < source.length() && source.charAt(at) != '"'; at++) {
            char c = source.charAt(at);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            c = source.charAt(++at);
            switch (c) {
                case 'n':
                    text.append('\n');
                    break;
                case 't':
                    text.append('\t');
                    break;
                case 'r':
                    text.append('\r');
                    break;
                case 'u':
                    text.append((char) Integer.parseInt(source.substring(at + 1, at + 5), 16));
                    at += 4;
                    break;
                default:
                    text.append(c);
            }
        }
        return text.toString();
    }

    /** A string literal, or null. */
    static String literal(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
