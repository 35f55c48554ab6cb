package io.fuscia.wit.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComponentStoreTest {
    @Test
    void leavesTheUpperBitsOfHandlesToGuestsWhateverTheLimit() {
        assertThat(new ComponentStore(0, 1, Integer.MAX_VALUE, 0).maxHandles()).isEqualTo(0x0fff_ffff);
        assertThat(new ComponentStore(0, 1, 50, 0).maxHandles()).isEqualTo(50);
    }
}
