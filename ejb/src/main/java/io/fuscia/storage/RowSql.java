package io.fuscia.storage;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Statements for the rows of one entity, with tables and columns as its mapping says: for writes that are too many for a
 * persistence context, which copies and compares each row. Fields are text, int or long, their wrappers included.
 * Immutable.
 */
public final class RowSql<E> {
    private final List<Field> keys = new ArrayList<>();
    private final List<Field> others = new ArrayList<>();
    private final List<Field> all;
    private final String table;

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
    }

    /** Inserts a row; {@link #bindInsert} sets its parameters. */
    public String insert() {
        return "INSERT INTO " + table + " (" + all.stream().map(RowSql::column).collect(Collectors.joining(", "))
                + ") VALUES (" + all.stream().map(field -> "?").collect(Collectors.joining(", ")) + ")";
    }

    /** Sets the parameters of {@link #insert}. */
    public void bindInsert(PreparedStatement statement, E row) throws SQLException {
        bind(statement, row, all);
    }

    /** Sets all but the key of one row, and of those only what is not excepted; {@link #bindUpdate} sets its parameters. */
    public String update(String... except) {
        return "UPDATE " + table + " SET "
                + changed(except).stream().map(field -> column(field) + " = ?").collect(Collectors.joining(", "))
                + " WHERE " + keys.stream().map(field -> column(field) + " = ?").collect(Collectors.joining(" AND "));
    }

    /** Sets the parameters of {@link #update} with the same exceptions. */
    public void bindUpdate(PreparedStatement statement, E row, String... except) throws SQLException {
        List<Field> parameters = changed(except);
        parameters.addAll(keys);
        bind(statement, row, parameters);
    }

    private List<Field> changed(String... except) {
        List<String> kept = Arrays.asList(except);
        return others.stream().filter(field -> !kept.contains(column(field))).collect(Collectors.toList());
    }

    private static String column(Field field) {
        Column column = field.getAnnotation(Column.class);
        return column == null || column.name().isEmpty() ? field.getName() : column.name();
    }

    private void bind(PreparedStatement statement, E row, List<Field> fields) throws SQLException {
        for (int index = 0; index < fields.size(); index++) {
            Object value = value(fields.get(index), row);
            if (value instanceof String text) {
                statement.setString(index + 1, text);
            } else if (value instanceof Long number) {
                statement.setLong(index + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(index + 1, number);
            } else if (value == null) {
                statement.setNull(
                        index + 1, fields.get(index).getType() == String.class ? Types.VARCHAR : Types.BIGINT);
            } else {
                throw new IllegalStateException("no column for " + fields.get(index));
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
