package io.fuscia.wit.types;

/** The type of a component-level value. */
public sealed interface ValueType extends Type
        permits PrimitiveType,
                ListType,
                FixedListType,
                MapType,
                RecordType,
                TupleType,
                VariantType,
                EnumType,
                FlagsType,
                OptionType,
                ResultType,
                OwnType,
                BorrowType,
                StreamType,
                FutureType {}
