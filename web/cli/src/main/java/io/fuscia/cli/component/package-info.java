/** Commands about components: install, list, inspect, remove, pack. */
package io.fuscia.cli.component;
