/** System tests of applying workflow definitions, and every example that is shipped. */
package io.fuscia.it.workflow;
