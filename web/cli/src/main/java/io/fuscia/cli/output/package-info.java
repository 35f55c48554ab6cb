/** How answers are printed: JSON, YAML or tables. Knows no server and no commands. */
package io.fuscia.cli.output;
