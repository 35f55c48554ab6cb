package guest;

/** An error that the task returns. */
final class Failure extends Exception {
    Failure(String message) {
        super(message);
    }
}
