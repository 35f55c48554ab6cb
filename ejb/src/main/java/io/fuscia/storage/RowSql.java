package io.fuscia.storage;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Statements for the rows of one entity, with tables and columns as its mapping says: for writes that are too many for a
 * persistence context, which copies and compares each row. Fields are text, int or long, their wrappers included.
 * Immutable.
 */
public final class RowSql<E> {
    /** Rows of one statement: most of what an insert costs in Derby is not the row. */
    private static final List<Integer> AT_ONCE = List.of(16, 4, 1);

    private final List<Field> keys = new ArrayList<>();
    private final List<Field> others = new ArrayList<>();
    private final List<Field> all;
    private final String table;
    private final Map<Integer, String> inserts = new HashMap<>();

    /** @param entity with field access */
    public RowSql(Class<E> entity) {
        table = entity.getAnnotation(Table.class).name();
        for (Field field : entity.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                field.setAccessible(true);
                (field.isAnnotationPresent(Id.class) ? keys : others).add(field);
            }
        }
        all = new ArrayList<>(keys);
        all.addAll(others);
        AT_ONCE.forEach(rows -> inserts.put(rows, inserting(rows)));
    }

    /** Inserts the rows; all or, if it throws, maybe some of them. */
    public void insert(Connection connection, List<E> rows) throws SQLException {
        int from = 0;
        for (int size : AT_ONCE) {
            int whole = (rows.size() - from) / size;
            if (whole > 0) {
                insert(connection, rows.subList(from, from + whole * size), size);
                from += whole * size;
            }
        }
    }

    private void insert(Connection connection, List<E> rows, int size) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(inserts.get(size))) {
            for (int from = 0; from < rows.size(); from += size) {
                for (int row = 0; row < size; row++) {
                    bind(statement, row * all.size(), rows.get(from + row), all);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private String inserting(int rows) {
        String values = "(" + all.stream().map(field -> "?").collect(Collectors.joining(", ")) + ")";
        return "INSERT INTO " + table + " (" + all.stream().map(RowSql::column).collect(Collectors.joining(", "))
                + ") VALUES " + String.join(", ", Collections.nCopies(rows, values));
    }

    /** A statement that sets all but the key of one row, and of those only what is not excepted. */
    public Update update(String... except) {
        List<String> kept = Arrays.asList(except);
        List<Field> changed =
                others.stream().filter(field -> !kept.contains(column(field))).toList();
        List<Field> parameters = new ArrayList<>(changed);
        parameters.addAll(keys);
        return new Update(
                "UPDATE " + table + " SET "
                        + changed.stream().map(field -> column(field) + " = ?").collect(Collectors.joining(", "))
                        + " WHERE "
                        + keys.stream().map(field -> column(field) + " = ?").collect(Collectors.joining(" AND ")),
                parameters);
    }

    /** Changes rows by their keys. */
    public final class Update {
        private final String sql;
        private final List<Field> parameters;

        private Update(String sql, List<Field> parameters) {
            this.sql = sql;
            this.parameters = parameters;
        }

        /** Changes the row. @return whether it is there */
        public boolean run(Connection connection, E row) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, 0, row, parameters);
                return statement.executeUpdate() == 1;
            }
        }
    }

    private static String column(Field field) {
        Column column = field.getAnnotation(Column.class);
        return column == null || column.name().isEmpty() ? field.getName() : column.name();
    }

    /** @param before how many parameters come before those of the row */
    private void bind(PreparedStatement statement, int before, E row, List<Field> fields) throws SQLException {
        for (int at = 0; at < fields.size(); at++) {
            int index = before + at;
            Object value = value(fields.get(at), row);
            if (value instanceof String text) {
                statement.setString(index + 1, text);
            } else if (value instanceof Long number) {
                statement.setLong(index + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(index + 1, number);
            } else if (value == null) {
                statement.setNull(index + 1, fields.get(at).getType() == String.class ? Types.VARCHAR : Types.BIGINT);
            } else {
                throw new IllegalStateException("no column for " + fields.get(at));
            }
        }
    }

    private static Object value(Field field, Object row) {
        try {
            return field.get(row);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
