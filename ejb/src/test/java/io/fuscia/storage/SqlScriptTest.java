package io.fuscia.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SqlScriptTest {
    @Test
    void splitsAtSemicolons() {
        assertThat(SqlScript.statements("CREATE a;\n\nCREATE b ;")).containsExactly("CREATE a", "CREATE b");
    }

    @Test
    void leavesCommentsOut() {
        assertThat(SqlScript.statements("-- one; two\nCREATE a -- it's three\n;"))
                .containsExactly("CREATE a");
    }

    @Test
    void keepsSemicolonsInQuotes() {
        assertThat(SqlScript.statements("VALUES 'a;''b'; VALUES \"c;\""))
                .containsExactly("VALUES 'a;''b'", "VALUES \"c;\"");
    }

    @Test
    void keepsFunctionBodiesTogether() {
        assertThat(SqlScript.statements("CREATE FUNCTION f AS $$ a; b; $$; SELECT 1"))
                .containsExactly("CREATE FUNCTION f AS $$ a; b; $$", "SELECT 1");
    }

    @Test
    void refusesAnOpenQuote() {
        assertThatThrownBy(() -> SqlScript.statements("VALUES 'a")).isInstanceOf(IllegalArgumentException.class);
    }
}
