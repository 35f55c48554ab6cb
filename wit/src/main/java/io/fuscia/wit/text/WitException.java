package io.fuscia.wit.text;

/** WIT text that is not well-formed, or that refers to what is not there; the message ends in the place. */
public final class WitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;

    /**
     * @param message what is wrong, without the place
     * @param place where
     */
    WitException(String message, Place place) {
        super(message + " (" + place + ")");
        this.place = place;
    }

    /** Returns where it is wrong. */
    public Place place() {
        return place;
    }

    /**
     * A character in a file.
     *
     * @param line from 1
     * @param column from 1, in UTF-16 units
     */
    public record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }
}
