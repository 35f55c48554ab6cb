/** What the component host costs, measured with JMH, and a soak test; the figures are in {@code wit/benchmarks/README.md}. */
package io.fuscia.wit.benchmarks;
