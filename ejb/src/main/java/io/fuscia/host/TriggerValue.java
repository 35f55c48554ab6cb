package io.fuscia.host;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** A pair that a trigger keeps between its events. */
@Entity
@Table(name = "trigger_value")
@IdClass(TriggerValue.Identity.class)
public class TriggerValue {
    @Id
    @Column(name = "scope")
    private String scope;

    @Id
    @Column(name = "pair_key")
    private String key;

    @Lob
    @Column(name = "pair_value")
    private String value;

    /** For JPA. */
    protected TriggerValue() {}

    TriggerValue(String scope, String key, String value) {
        this.scope = scope;
        this.key = key;
        this.value = value;
    }

    String key() {
        return key;
    }

    String value() {
        return value;
    }

    void change(String newValue) {
        this.value = newValue;
    }

    /** Scope and key. */
    public static class Identity implements Serializable {
        private static final long serialVersionUID = 1L;

        private String scope;
        private String key;

        /** For JPA. */
        public Identity() {}

        Identity(String scope, String key) {
            this.scope = scope;
            this.key = key;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity id && Objects.equals(scope, id.scope) && Objects.equals(key, id.key);
        }

        @Override
        public int hashCode() {
            return Objects.hash(scope, key);
        }
    }
}
