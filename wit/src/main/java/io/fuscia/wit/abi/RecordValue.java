package io.fuscia.wit.abi;

/** A Java record that stands for a {@code record} or {@code tuple}: it is lowered as it is, without an array between. */
public interface RecordValue {
    /**
     * Returns a field, mapped as {@code io.fuscia.wit.runtime} describes.
     *
     * @param index the field's position in the type, from 0
     */
    Object field(int index);

    /** Returns how many fields there are. */
    int fieldCount();
}
