/**
 * A reference model of the control flow, workflows drawn by chance, and the comparison of both with the real engine on
 * JBeret. Written from the design, not from the engine; must not use the engine's own decisions.
 */
package io.fuscia.batch.model;
