package io.fuscia.wit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuscia.wit.Trap;
import io.fuscia.wit.TrapCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuestMemoryTest {
    private static final int SIZE = 65_536;

    private final CoreInstance instance = Modules.instantiate("memory", false);
    private final GuestMemory memory = ((CoreExtern.Memory) instance.export("m")).memory();

    @Test
    void readsAndWritesAcrossChunkBorders() {
        for (int address = 4_080; address < 4_110; address++) {
            memory.writeLong(address, 0x1122334455667788L);
            assertThat(memory.readLong(address)).isEqualTo(0x1122334455667788L);
            memory.writeI32(address, 0xcafebabe);
            assertThat(memory.readInt(address)).isEqualTo(0xcafebabe);
            memory.writeShort(address, (short) 0xbeef);
            assertThat(memory.readU16(address)).isEqualTo(0xbeef);
            memory.writeF64(address, Math.PI);
            assertThat(memory.readDouble(address)).isEqualTo(Math.PI);
            memory.writeF32(address, 1.5f);
            assertThat(memory.readFloat(address)).isEqualTo(1.5f);
        }
    }

    @Test
    void copiesLikeAnArrayWhateverOverlaps() {
        Random random = new Random(1);
        byte[] expected = new byte[SIZE];
        random.nextBytes(expected);
        memory.write(0, expected);
        for (int i = 0; i < 2_000; i++) {
            int size = random.nextInt(i % 2 == 0 ? 50 : 20_000);
            int from = random.nextInt(SIZE - size + 1);
            int to = i % 3 == 0 ? Math.min(SIZE - size, from + random.nextInt(20)) : random.nextInt(SIZE - size + 1);
            System.arraycopy(expected, from, expected, to, size);
            memory.copy(to, from, size);
        }
        assertThat(memory.readBytes(0, SIZE)).isEqualTo(expected);
    }

    @Test
    void fillsLikeAnArray() {
        byte[] expected = memory.readBytes(0, SIZE);
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            int from = random.nextInt(SIZE);
            int to = from + random.nextInt(SIZE - from + 1);
            byte value = (byte) random.nextInt(3);
            Arrays.fill(expected, from, to, value);
            memory.fill(value, from, to);
        }
        assertThat(memory.readBytes(0, SIZE)).isEqualTo(expected);
    }

    @Test
    void trapsOutsideItsBounds() {
        assertOutOfBounds(() -> memory.read(SIZE));
        assertOutOfBounds(() -> memory.read(-1));
        assertOutOfBounds(() -> memory.readLong(SIZE - 7));
        assertOutOfBounds(() -> memory.writeLong(SIZE - 7, 1));
        assertOutOfBounds(() -> memory.readInt(-2));
        assertOutOfBounds(() -> memory.readBytes(SIZE - 1, 2));
        assertOutOfBounds(() -> memory.readBytes(0, -1));
        assertOutOfBounds(() -> memory.write(SIZE - 1, new byte[2]));
        assertOutOfBounds(() -> memory.copy(0, SIZE, 1));
        assertOutOfBounds(() -> memory.copy(SIZE + 1, 0, 0));
        assertOutOfBounds(() -> memory.copy(0, 0, -1));
        assertOutOfBounds(() -> memory.fill((byte) 1, SIZE - 1, SIZE + 1));
        assertOutOfBounds(() -> memory.fill((byte) 1, 10, 9));
        assertOutOfBounds(() -> memory.initPassiveSegment(1, 0, 5, 2));
        assertThat(memory.readBytes(SIZE, 0)).isEmpty();
    }

    private static void assertOutOfBounds(Runnable access) {
        assertThatThrownBy(access::run).isInstanceOfSatisfying(Trap.class, trap -> assertThat(trap.code())
                .isEqualTo(TrapCode.MEMORY_OUT_OF_BOUNDS));
    }

    @Test
    void sharesItsImageButNotWhatIsWritten() {
        CoreModule module = Modules.load("memory", false);
        CoreInstance first = Modules.instantiate(module);
        Modules.call(first, "store64", 8, 0);
        CoreInstance second = Modules.instantiate(module);
        Modules.call(second, "store64", 4_096, -1);
        CoreInstance third = Modules.instantiate(module);

        assertThat(Modules.call(first, "load64", 8)).containsExactly(0);
        assertThat(Modules.callInt(second, "load8", 8)).isEqualTo('i');
        assertThat(Modules.callInt(third, "load8", 8)).isEqualTo('i');
        assertThat(Modules.call(third, "load64", 4_096)).containsExactly(0);
    }

    @Test
    void growsWithZeroesUpToTheBudget() {
        assertThat(memory.grow(99)).isEqualTo(1);
        assertThat(memory.readLong(100 * SIZE - 8)).isZero();
        assertThat(memory.grow(1)).isEqualTo(-1);
        assertThat(memory.grow(-1)).isEqualTo(-1);
        assertThat(memory.grow(0)).isEqualTo(100);
        assertThat(memory.pages()).isEqualTo(100);
    }

    @Test
    void isTheSameMemoryOnceItIsGathered() {
        assertThat(memory.grow(3)).isEqualTo(1);
        GuestMemory view = memory.view();
        long seed = 7;
        Random random = new Random(seed);
        byte[] expected = memory.readBytes(0, 4 * SIZE);
        ByteBuffer model = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN);
        for (int round = 0; round < 40; round++) {
            int low = random.nextInt(3 * SIZE);
            for (int i = 0; i < 500; i++) {
                GuestMemory either = random.nextBoolean() ? memory : view;
                access(either, model, low + random.nextInt(20_000), random);
            }
            if (round % 4 == 3 && memory.pages() < 12) {
                memory.grow(1);
            } else {
                memory.gather(Long.MAX_VALUE);
            }
            assertThat(view.readBytes(0, 4 * SIZE))
                    .as("seed %s, round %s", seed, round)
                    .isEqualTo(expected);
            assertThat(memory.view().readBytes(0, 4 * SIZE)).isEqualTo(expected);
        }
    }

    private static void access(GuestMemory memory, ByteBuffer model, int at, Random random) {
        long bits = random.nextLong();
        switch (random.nextInt(12)) {
            case 0 -> {
                memory.writeByte(at, (byte) bits);
                model.put(at, (byte) bits);
            }
            case 1 -> {
                memory.writeShort(at, (short) bits);
                model.putShort(at, (short) bits);
            }
            case 2 -> {
                memory.writeI32(at, (int) bits);
                model.putInt(at, (int) bits);
            }
            case 3 -> {
                memory.writeLong(at, bits);
                model.putLong(at, bits);
            }
            case 4 -> {
                memory.writeF32(at, (float) (int) bits);
                model.putFloat(at, (float) (int) bits);
            }
            case 5 -> {
                memory.writeF64(at, (double) bits);
                model.putDouble(at, (double) bits);
            }
            case 6 -> assertThat(memory.read(at)).isEqualTo(model.get(at));
            case 7 -> assertThat(memory.readShort(at)).isEqualTo(model.getShort(at));
            case 8 -> assertThat(memory.readInt(at)).isEqualTo(model.getInt(at));
            case 9 -> assertThat(memory.readLong(at)).isEqualTo(model.getLong(at));
            case 10 -> {
                int size = random.nextInt(10_000);
                int from = at / 2;
                byte[] moved = new byte[size];
                model.get(from, moved);
                model.put(at, moved);
                memory.copy(at, from, size);
            }
            default -> {
                String text = "text ".repeat(random.nextInt(2_000));
                memory.writeLatin1(at, text);
                model.put(at, text.getBytes(StandardCharsets.US_ASCII));
                assertThat(memory.readUtf8(at, text.length())).isEqualTo(text);
            }
        }
    }

    @Test
    void trapsOutsideItsBoundsOnceItIsGathered() {
        memory.write(0, new byte[SIZE]);
        assertThat(memory.gather(SIZE)).isEqualTo(SIZE);
        trapsOutsideItsBounds();
        for (int address : new int[] {SIZE - 1, SIZE, -1, -2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertOutOfBounds(() -> memory.readShort(address));
            assertOutOfBounds(() -> memory.readInt(address));
            assertOutOfBounds(() -> memory.readLong(address));
            assertOutOfBounds(() -> memory.readFloat(address));
            assertOutOfBounds(() -> memory.readDouble(address));
            assertOutOfBounds(() -> memory.writeShort(address, (short) 1));
            assertOutOfBounds(() -> memory.writeI32(address, 1));
            assertOutOfBounds(() -> memory.writeLong(address, 1));
            assertOutOfBounds(() -> memory.writeF32(address, 1));
            assertOutOfBounds(() -> memory.writeF64(address, 1));
        }
        assertOutOfBounds(() -> memory.writeByte(SIZE, (byte) 1));
        assertThat(memory.readUtf8(SIZE, 0)).isEmpty();
    }

    @Test
    void isGatheredOnlyWithinTheAllowanceAndUntilItGrows() {
        memory.writeLong(8, 5);
        assertThat(memory.gather(SIZE - 1)).isZero();
        assertThat(memory.gatheredBytes()).isZero();
        assertThat(memory.gather(SIZE)).isEqualTo(SIZE);
        assertThat(memory.gather(SIZE)).as("it is already").isZero();
        assertThat(memory.gatheredBytes()).isEqualTo(SIZE);
        assertThat(memory.grow(1)).isEqualTo(1);
        assertThat(memory.gatheredBytes()).isZero();
        assertThat(memory.readLong(8)).isEqualTo(5);
        assertThat(memory.readLong(2 * SIZE - 8)).isZero();
    }
}
