package io.fuscia.wit.abi;

/** Values of {@code tuple} types, by how many parts they have. */
public final class Tuple {
    /** The most parts that a tuple here has. */
    public static final int MOST = 8;

    private Tuple() {}

    /** A tuple of one. */
    public record Of1<A>(A first) implements RecordValue {
        @Override
        public Object field(int index) {
            return switch (index) {
                case 0 -> first;
                default -> throw new IndexOutOfBoundsException(index);
            };
        }

        @Override
        public int fieldCount() {
            return 1;
        }
    }

    /** A tuple of two. */
    public record Of2<A, B>(A first, B second) implements RecordValue {
        @Override
        public Object field(int index) {
            return switch (index) {
                case 0 -> first;
                case 1 -> second;
                default -> throw new IndexOutOfBoundsException(index);
            };
        }

        @Override
        public int fieldCount() {
            return 2;
        }
    }

    /** A tuple of three. */
    public record Of3<A, B, C>(A first, B second, C third) implements RecordValue {
        @Override
        public Object field(int index) {
            return switch (index) {
                case 0 -> first;
                case 1 -> second;
                case 2 -> third;
                default -> throw new IndexOutOfBoundsException(index);
            };
        }

        @Override
        public int fieldCount() {
            return 3;
        }
    }

    /** A tuple of four. */
    public record Of4<A, B, C, D>(A first, B second, C third, D fourth) implements RecordValue {
        @Override
        public Object field(int index) {
            return switch (index) {
                case 0 -> first;
                case 1 -> second;
                case 2 -> third;
                case 3 -> fourth;
                default -> throw new IndexOutOfBoundsException(index);
            };
        }

        @Override
        public int fieldCount() {
            return 4;
        }
    }

    /** A tuple of five. */
    public record Of5<A, B, C, D, E>(A first, B second, C third, D fourth, E fifth) implements RecordValue {
        @Override
        public Object field(int index) {
            return switch (index) {
                case 0 -> first;
                case 1 -> second;
                case 2 -> third;
                case 3 -> fourth;
                case 4 -> fifth;
                default -> throw new IndexOutOfBoundsException(index);
            };
        }

        @Override
        public int fieldCount() {
            return 5;
        }
    }

    /** A tuple of six. */
    public record Of6<A, B, C, D, E, F>(A first, B second, C third, D fourth, E fifth, F sixth) implements RecordValue {
        @Override
        public Object field(int index) {
            return switch (index) {
                case 0 -> first;
                case 1 -> second;
                case 2 -> third;
                case 3 -> fourth;
                case 4 -> fifth;
                case 5 -> sixth;
                default -> throw new IndexOutOfBoundsException(index);
            };
        }

        @Override
        public int fieldCount() {
            return 6;
        }
    }

    /** A tuple of seven. */
    public record Of7<A, B, C, D, E, F, G>(A first, B second, C third, D fourth, E fifth, F sixth, G seventh)
            implements RecordValue {
        @Override
        public Object field(int index) {
            return switch (index) {
                case 0 -> first;
                case 1 -> second;
                case 2 -> third;
                case 3 -> fourth;
                case 4 -> fifth;
                case 5 -> sixth;
                case 6 -> seventh;
                default -> throw new IndexOutOfBoundsException(index);
            };
        }

        @Override
        public int fieldCount() {
            return 7;
        }
    }

    /** A tuple of eight. */
    public record Of8<A, B, C, D, E, F, G, H>(
            A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth) implements RecordValue {
        @Override
        public Object field(int index) {
            return switch (index) {
                case 0 -> first;
                case 1 -> second;
                case 2 -> third;
                case 3 -> fourth;
                case 4 -> fifth;
                case 5 -> sixth;
                case 6 -> seventh;
                case 7 -> eighth;
                default -> throw new IndexOutOfBoundsException(index);
            };
        }

        @Override
        public int fieldCount() {
            return 8;
        }
    }
}
