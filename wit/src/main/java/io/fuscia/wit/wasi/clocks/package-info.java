/**
 * The {@code wasi:clocks} interfaces over a clock that is an argument. Feeds filesystem (times) and the WASI host. Must
 * not read the system's time anywhere but in {@link io.fuscia.wit.wasi.clocks.WasiClock#SYSTEM}.
 */
package io.fuscia.wit.wasi.clocks;
