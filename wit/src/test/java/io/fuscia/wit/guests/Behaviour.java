package io.fuscia.wit.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What every guest has to do, and how to see that it did. */
public enum Behaviour {
    ECHO("echo") {
        @Override
        String input(World world) {
            return "{\"op\":\"echo\",\"text\":\"Grüße, 世界, 🦊\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).isEqualTo(input(world));
        }
    },
    KEY_VALUE("KV") {
        @Override
        String input(World world) {
            return "{\"op\":\"kv\",\"key\":\"colour\",\"value\":\"blue\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).isEqualTo("{\"before\":\"red\",\"stored\":\"blue\",\"after\":null}");
            assertThat(world.pairs()).isEmpty(); // the pair that was there is deleted
        }
    },
    CONFIG("config") {
        @Override
        String input(World world) {
            return "{\"op\":\"config\",\"key\":\"region\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).isEqualTo("{\"value\":\"north\"}");
        }
    },
    LOG("log") {
        @Override
        String input(World world) {
            return "{\"op\":\"log\",\"message\":\"hello\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).isEqualTo("{\"logged\":5}");
            assertThat(world.log())
                    .isEqualTo(List.of("trace hello", "debug hello", "info hello", "warn hello", "error hello"));
        }
    },
    ERROR("error return") {
        @Override
        String input(World world) {
            return "{\"op\":\"fail\",\"message\":\"no such order\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).isEqualTo("error: no such order");
        }
    },
    HTTP_GET("HTTP GET") {
        @Override
        String input(World world) {
            return "{\"op\":\"http-get\",\"url\":\"" + world.url("/greeting?to=guest") + "\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).contains("\"status\":200", "\"body\":\"GET /greeting?to=guest\"");
            assertThat(world.requests()).isEqualTo(1);
        }
    },
    HTTP_DENIED("HTTP GET, not granted") {
        @Override
        String input(World world) {
            return "{\"op\":\"http-get\",\"url\":\"" + world.deniedUrl() + "\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).startsWith("error: ");
            assertThat(world.requests()).isZero();
        }
    },
    RANDOM("random") {
        @Override
        String input(World world) {
            return "{\"op\":\"random\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).isEqualTo("{\"hex\":\"" + world.randomHex() + "\"}");
        }
    },
    CLOCK("clock") {
        @Override
        String input(World world) {
            return "{\"op\":\"clock\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).isEqualTo("{\"unix_ms\":" + World.NOON.toEpochMilli() + ",\"elapsed_ns\":0}");
        }
    },
    READ_FILE("file read") {
        @Override
        String input(World world) {
            return "{\"op\":\"read-file\",\"path\":\"/data/orders/today.txt\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).isEqualTo("{\"content\":\"" + World.FILE_CONTENT + "\"}");
        }
    },
    READ_MISSING("missing file") {
        @Override
        String input(World world) {
            return "{\"op\":\"read-file\",\"path\":\"/data/orders/tomorrow.txt\"}";
        }

        @Override
        void check(World world, String output) {
            assertThat(output).startsWith("error: ");
        }
    };

    private final String title;

    Behaviour(String title) {
        this.title = title;
    }

    /** Returns the input of the task. */
    abstract String input(World world);

    /** Checks the output, or {@code error: } and the error that the task returned. */
    abstract void check(World world, String output);

    /** Returns its name, for people. */
    public String title() {
        return title;
    }

    @Override
    public String toString() {
        return title;
    }
}
